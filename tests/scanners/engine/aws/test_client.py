from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed, ScanStopped
from scanners.engine.aws.limits import Patience, Rate, RateLimits
from scanners.engine.aws.operations import Operation
from scanners.engine.facts.unknown import Reason
from tests.scanners.canned_aws import DENIED, THROTTLED, CannedAws, Refusal, reader_of

SUMMARY = Operation("iam", "GetAccountSummary", "iam:GetAccountSummary")
ROLES = Operation("iam", "ListRoles", "iam:ListRoles")
GOOD = {"SummaryMap": {"Users": 1}}


def roles_page(marker: str | None = None) -> dict[str, object]:
    return {"Roles": [], "IsTruncated": marker is not None, **({"Marker": marker} if marker else {})}


def test_a_call_returns_the_answer_and_is_counted():
    reader = reader_of(CannedAws({"iam:GetAccountSummary": GOOD}))

    assert reader.call(SUMMARY)["SummaryMap"] == {"Users": 1}
    assert reader.calls == {"iam:GetAccountSummary": 1}


def test_a_refused_call_carries_the_gap_and_the_code():
    reader = reader_of(CannedAws({"iam:GetAccountSummary": DENIED}))

    with pytest.raises(CallFailed) as failed:
        reader.call(SUMMARY)

    assert failed.value.gap.reason is Reason.DENIED
    assert failed.value.gap.action == "iam:GetAccountSummary"
    assert failed.value.code == "AccessDenied"


def test_a_global_call_goes_home_and_a_regional_one_where_it_is_sent():
    aws = CannedAws({"iam:GetAccountSummary": GOOD})
    reader = reader_of(aws)

    reader.call(SUMMARY)
    reader.call(SUMMARY, region="us-west-2")

    assert aws.regions("iam:GetAccountSummary") == ["us-east-1", "us-west-2"]


def test_one_client_serves_all_calls_of_a_service_and_region():
    aws = CannedAws({"iam:GetAccountSummary": GOOD})
    made: list[tuple[str, str]] = []
    original = aws.client
    aws.client = lambda service, region: made.append((service, region)) or original(service, region)  # type: ignore[method-assign]
    reader = reader_of(aws)

    reader.each(lambda _: reader.call(SUMMARY), range(20))

    assert made == [("iam", "us-east-1")]


def test_pages_follow_the_token_to_the_end():
    aws = CannedAws({"iam:ListRoles": [roles_page("a"), roles_page("b"), roles_page()]})

    pages = list(reader_of(aws).pages(ROLES, MaxItems=1000))

    assert len(pages) == 3
    assert [call.get("Marker") for call in aws.calls("iam:ListRoles")] == [None, "a", "b"]


@pytest.mark.parametrize("tokens", [["a"], ["a", "b", "a", "b"]])
def test_pages_that_repeat_a_token_are_malformed(tokens):
    pages = [roles_page(token) for token in tokens]

    with pytest.raises(CallFailed) as failed:
        list(reader_of(CannedAws({"iam:ListRoles": pages})).pages(ROLES))

    assert failed.value.gap.reason is Reason.MALFORMED


def test_endless_new_tokens_are_malformed():
    count = iter(range(10_000))
    aws = CannedAws({"iam:ListRoles": lambda _: roles_page(str(next(count)))})

    with pytest.raises(CallFailed) as failed:
        list(reader_of(aws, max_pages=20).pages(ROLES))

    assert failed.value.gap.reason is Reason.MALFORMED
    assert len(aws.made) == 20


def test_an_expired_session_is_renewed_once_and_the_call_made_again():
    aws = CannedAws({"iam:GetAccountSummary": [Refusal("ExpiredToken", status=403), GOOD]})

    assert reader_of(aws).call(SUMMARY)["SummaryMap"] == {"Users": 1}
    assert aws.renewals == 1


def test_a_session_that_keeps_expiring_is_a_gap():
    aws = CannedAws({"iam:GetAccountSummary": Refusal("ExpiredToken", status=403)})

    with pytest.raises(CallFailed) as failed:
        reader_of(aws).call(SUMMARY)

    assert failed.value.code == "ExpiredToken"
    assert len(aws.made) == 2


def test_no_more_calls_are_under_way_than_allowed():
    under_way, most, lock = [0], [0], threading.Lock()

    def slow(_: object) -> dict[str, object]:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1
        return GOOD

    reader = reader_of(CannedAws({"iam:GetAccountSummary": slow}), in_flight=4)
    threads = [threading.Thread(target=reader.call, args=(SUMMARY,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 < most[0] <= 4


def test_each_keeps_the_order_and_hands_on_errors():
    reader = reader_of(CannedAws({}), in_flight=3)

    assert reader.each(lambda number: number * 2, range(50)) == [number * 2 for number in range(50)]
    with pytest.raises(ZeroDivisionError):
        reader.each(lambda number: 1 // number, [1, 0])


def test_a_closed_reader_makes_no_call():
    aws = CannedAws({"iam:GetAccountSummary": GOOD})
    reader = reader_of(aws)
    reader.close()

    with pytest.raises(ScanStopped):
        reader.call(SUMMARY)
    assert aws.made == []


def test_closing_ends_a_wait_at_once():
    reader = AwsReader(CannedAws({"iam:GetAccountSummary": GOOD}), limits=RateLimits({}, Rate(0.01, 1)))
    reader.call(SUMMARY)
    threading.Timer(0.1, reader.close).start()
    start = time.monotonic()

    with pytest.raises(ScanStopped):
        reader.call(SUMMARY)

    assert time.monotonic() - start < 2


def test_an_answer_that_is_no_structure_is_malformed():
    class Odd(CannedAws):
        def client(self, service, region):
            return type("Client", (), {"get_account_summary": lambda self: "text"})()

    with pytest.raises(CallFailed) as failed:
        reader_of(Odd({})).call(SUMMARY)

    assert failed.value.gap.reason is Reason.MALFORMED


def test_a_parser_that_breaks_is_malformed():
    class Odd(CannedAws):
        def client(self, service, region):
            def broken(self):
                raise AttributeError("'str' object has no attribute 'get'")

            return type("Client", (), {"get_account_summary": broken})()

    with pytest.raises(CallFailed) as failed:
        reader_of(Odd({})).call(SUMMARY)

    assert failed.value.gap.reason is Reason.MALFORMED


def test_an_operation_without_known_paging_must_declare_it():
    reader = reader_of(CannedAws({"iam:ListSAMLProviders": {"SAMLProviderList": []}}))

    with pytest.raises(ValueError, match="ListSAMLProviders"):
        list(reader.pages(Operation("iam", "ListSAMLProviders", "iam:ListSAMLProviders")))


def test_times_of_the_session_are_compared_and_not_the_clock():
    aws = CannedAws({"iam:GetAccountSummary": GOOD})
    aws.expires_at = datetime(2001, 1, 1, tzinfo=UTC)

    assert reader_of(aws).call(SUMMARY)
    assert aws.renewals == 0


def test_a_throttled_call_is_made_again_and_counted_once():
    aws = CannedAws({"iam:GetAccountSummary": [THROTTLED, THROTTLED, GOOD]})
    reader = reader_of(aws)

    assert reader.call(SUMMARY)["SummaryMap"] == {"Users": 1}
    assert len(aws.made) == 3
    assert reader.calls == {"iam:GetAccountSummary": 1}


def test_throttling_without_end_is_a_gap_and_the_service_is_not_asked_any_more():
    aws = CannedAws({"iam:GetAccountSummary": THROTTLED})
    reader = reader_of(aws)

    gaps = []
    for _ in range(50):
        with pytest.raises(CallFailed) as failed:
            reader.call(SUMMARY)
        gaps.append(failed.value.gap)

    assert {gap.reason for gap in gaps} == {Reason.THROTTLED}
    assert {gap.action for gap in gaps} == {"iam:GetAccountSummary"}
    assert len(aws.made) == 3 * 3, "three calls with two retries each, of fifty"


def test_throttling_of_one_region_neither_stops_nor_slows_another():
    def answer(_):
        return THROTTLED if aws.made[-1][1] == "us-east-1" else GOOD

    aws = CannedAws({"iam:GetAccountSummary": answer})
    reader = AwsReader(aws, limits=RateLimits({}, Rate(50, 100)), patience=Patience(pauses=(0.1,), lost_calls=1))
    began = time.monotonic()

    with pytest.raises(CallFailed):
        reader.call(SUMMARY, region="us-east-1")
    good = [reader.call(SUMMARY, region="eu-west-1") for _ in range(60)]

    assert all(one["SummaryMap"] == {"Users": 1} for one in good)
    assert time.monotonic() - began < 4


def test_the_retries_of_an_account_are_counted_over_all_its_services_and_regions():
    aws = CannedAws({"iam:GetAccountSummary": THROTTLED})
    reader = reader_of(aws, patience=Patience(pauses=(0.0,) * 5, lost_calls=10, retries=7))

    for region in ("us-east-1", "us-west-2", "eu-west-1"):
        with pytest.raises(CallFailed):
            reader.call(SUMMARY, region=region)

    assert len(aws.made) == 3 + 7


def test_an_answer_in_between_shows_that_the_service_is_back():
    answers = [THROTTLED, THROTTLED, GOOD, THROTTLED, THROTTLED, GOOD]
    reader = reader_of(CannedAws({"iam:GetAccountSummary": answers}), patience=Patience(pauses=(), lost_calls=3))

    found = []
    for _ in answers:
        try:
            found.append(bool(reader.call(SUMMARY)))
        except CallFailed:
            found.append(False)

    assert found == [False, False, True, False, False, True]


def test_cancelling_ends_the_wait_for_a_throttled_service():
    reader = reader_of(CannedAws({"iam:GetAccountSummary": THROTTLED}), patience=Patience(pauses=(60.0,)))
    threading.Timer(0.1, reader.close).start()
    began = time.monotonic()

    with pytest.raises(ScanStopped):
        reader.call(SUMMARY)

    assert time.monotonic() - began < 5
