from __future__ import annotations

from scanners.engine.aws.limits import Rate, RateLimits


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def limits() -> tuple[RateLimits, Clock]:
    clock = Clock()
    rates = {("iam", "*"): Rate(10, 3), ("account", "ListRegions"): Rate(1, 1)}
    return RateLimits(rates, Rate(2, 1), clock=clock), clock


def test_a_burst_starts_at_once_and_the_rest_at_the_rate():
    paced, _ = limits()

    waits = [paced.reserve("iam", "GetUser", region="us-east-1") for _ in range(5)]

    assert [round(wait, 3) for wait in waits] == [0, 0, 0, 0.1, 0.2]


def test_each_region_and_service_has_its_own_queue():
    paced, _ = limits()
    for _ in range(5):
        paced.reserve("iam", "GetUser", region="us-east-1")

    assert paced.reserve("iam", "GetUser", region="eu-west-1") == 0
    assert paced.reserve("ec2", "DescribeVolumes", region="us-east-1") == 0


def test_operations_of_a_service_share_its_rate_unless_they_have_their_own():
    paced, _ = limits()

    assert paced.reserve("account", "ListRegions", region="r") == 0
    assert paced.reserve("account", "ListRegions", region="r") == 1
    assert paced.reserve("account", "GetAlternateContact", region="r") == 0
    assert paced.reserve("account", "GetContactInformation", region="r") == 0.5


def test_a_pause_fills_the_burst_again():
    paced, clock = limits()
    for _ in range(5):
        paced.reserve("iam", "GetUser", region="r")
    clock.now += 60

    assert [paced.reserve("iam", "GetUser", region="r") for _ in range(3)] == [0, 0, 0]


def test_throttling_halves_the_rate_of_its_own_bucket_and_uses_up_its_burst():
    paced, _ = limits()

    paced.slow_down("iam", "GetUser", region="r")

    waits = [round(paced.reserve("iam", "GetRole", region="r"), 3) for _ in range(3)]
    assert waits == [0.1, 0.3, 0.5]
    assert paced.reserve("iam", "GetUser", region="other") == 0


def test_many_throttled_answers_at_once_slow_down_once():
    paced, _ = limits()

    for _ in range(16):
        paced.slow_down("iam", "GetUser", region="r")

    paced.reserve("iam", "GetUser", region="r")
    assert round(paced.reserve("iam", "GetUser", region="r"), 3) == 0.3


def test_a_slowed_rate_has_a_bottom_and_comes_back():
    paced, clock = limits()
    for _ in range(20):
        paced.slow_down("iam", "GetUser", region="r")
        clock.now += 1.5
    clock.now += 1000

    waits = [paced.reserve("iam", "GetUser", region="r") for _ in range(5)]

    assert [round(wait, 3) for wait in waits] == [0, 0, 0, 0.1, 0.2]
