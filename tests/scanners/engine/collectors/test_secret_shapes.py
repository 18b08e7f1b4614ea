"""Secrets inside JSON, key material by name, keys of payment services and clouds. Samples are put together here."""

from __future__ import annotations

import json
import time

import pytest

from scanners.engine.collectors.secret_shapes import plain_secrets
from scanners.engine.collectors.secret_tokens import TOKENS

HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MIXED = "aZ3kQ9xW1mB7pL5tY2cN8vR4sD6fG0hJ3uE9iO1lP7qX5wS2zT8yA4bC6dF0gH"
UUID = "123e4567-e89b-42d3-a456-426614174000"
KEY_ID, KEY_SECRET = "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SAMPLES = {
    "adyen_key": ["AQE" + "yhmfxK" + MIXED[:40] + "-" + MIXED[:40] + "=-" + "x" * 8],
    "anthropic_key": ["sk-ant-" + MIXED[:30]],
    "atlassian_token": ["ATATT3" + MIXED, "ATBB" + MIXED[:32]],
    "azure_account_key": [
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + (MIXED + MIXED)[:86] + "==",
        "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=" + MIXED[:43] + "=",
    ],
    "azure_client_secret": ["abc8Q~" + MIXED[:34]],
    "braintree_token": ["access_token$sandbox$" + "a1b2c3d4e5f6g7h8" + "$" + HEX[:32]],
    "brevo_key": ["xkeysib-" + HEX],
    "checkout_key": ["sk_sbx_" + "a1b2c3d4e5f6g7h8i9j0k1l2", f"sk_{UUID}", f"sk_test_{UUID}"],
    "databricks_token": ["dapi" + HEX[:32]],
    "digitalocean_token": ["dop_v1_" + HEX],
    "docker_token": ["dckr_pat_" + MIXED[:27]],
    "doppler_token": ["dp.st.prd." + MIXED[:40]],
    "flutterwave_key": ["FLWSECK_TEST-" + MIXED[:32] + "-X", "FLWSECK-" + MIXED[:32] + "-X"],
    "github_token": ["ghp_" + MIXED[:36]],
    "gitlab_token": ["glpat-" + MIXED[:20]],
    "gocardless_token": ["sandbox_" + MIXED[:20] + "-" + MIXED[:19]],
    "google_api_key": ["AIza" + MIXED[:35]],
    "grafana_token": ["glsa_" + MIXED[:40]],
    "groq_key": ["gsk_" + MIXED[:52]],
    "hugging_face_token": ["hf_" + "aBcDeFgHiJ" * 3 + "aBcD"],
    "klarna_key": ["klarna_test_api_" + MIXED[:40]],
    "linear_key": ["lin_api_" + MIXED[:40]],
    "mailchimp_key": [HEX[:32] + "-us12"],
    "mailgun_key": ["key-" + HEX[:32]],
    "mercado_pago_token": ["TEST-" + "1234567890123456-112233-" + HEX[:32] + "-987"],
    "midtrans_key": ["SB-Mid-server-" + MIXED[:24], "Mid-server-" + MIXED[:24]],
    "mollie_key": ["test_" + MIXED[:30], "live_" + MIXED[:30]],
    "new_relic_key": ["NRAK-" + "A1B2C3" * 4 + "A1B"],
    "notion_token": ["ntn_" + MIXED[:43]],
    "npm_token": ["npm_" + MIXED[:36]],
    "omise_key": ["skey_test_" + "5abcdefgh1jk2mn3opq", "skey_" + "5abcdefgh1jk2mn3opq"],
    "openai_key": ["sk-proj-" + MIXED[:30] + "T3BlbkFJ" + MIXED[:20]],
    "paddle_key": ["pdl_sdbx_apikey_" + "01abc" * 5 + "_" + MIXED[:22]],
    "plaid_token": [f"access-sandbox-{UUID}"],
    "planetscale_token": ["pscale_pw_" + MIXED[:40]],
    "postman_key": ["PMAK-" + HEX[:24] + "-" + HEX[:34]],
    "pypi_token": ["pypi-AgE" + MIXED[:55]],
    "rubygems_key": ["rubygems_" + HEX[:48]],
    "sendgrid_key": ["SG." + MIXED[:22] + "." + MIXED[:43]],
    "sentry_token": ["sntrys_eyJ" + MIXED[:50]],
    "shopify_token": ["shpat_" + HEX[:32]],
    "slack_token": ["xoxb-1234567890-abc"],
    "slack_webhook": ["https://hooks.slack.com/services/T0AAA/B0BBB/" + MIXED[:24]],
    "square_token": ["EAAA" + MIXED[:60], "sq0csp-" + MIXED[:43], "sandbox-sq0csb-" + MIXED[:43]],
    "stripe_key": ["sk_test_" + MIXED[:24], "rk_test_" + MIXED[:24], "sk_live_" + MIXED[:24], "whsec_" + MIXED[:32]],
    "telegram_token": ["123456789:AA" + MIXED[:33]],
    "terraform_token": [MIXED[:14] + ".atlasv1." + (MIXED + MIXED)[:67]],
    "twilio_key": ["SK" + HEX[:32]],
    "vault_token": ["hvs." + MIXED[:30]],
    "xendit_key": ["xnd_development_" + MIXED[:40]],
}
ROWS = [(detector, value) for detector, values in SAMPLES.items() for value in values]


def found(*variables: tuple[str, str]) -> list[tuple[str, str, bool]]:
    return [(one.variable, one.detector, one.is_certain) for one in plain_secrets(variables)]


def test_every_shape_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted({name for name, _ in TOKENS})


@pytest.mark.parametrize(("detector", "value"), ROWS)
def test_a_shape_is_certain_by_itself_and_inside_json(detector: str, value: str) -> None:
    nested = json.dumps({"a": [{"b": json.dumps({"c": value})}]})

    assert found(("SETTING", value)) == [("SETTING", detector, True)]
    assert found(("SETTING", json.dumps({"x": value}))) == [("SETTING", detector, True)]
    assert found(("SETTING", nested)) == [("SETTING", detector, True)]


@pytest.mark.parametrize(
    "content",
    [
        {"db": {"password": "hunter2"}},
        {"apiKey": "12345678"},
        [{"name": "x", "clientSecret": "hunter2"}],
        {"keys": [HEX]},
        {"inner": json.dumps({"token": "hunter2"})},
        {"dsn": "Server=db;User Id=sa;Password=hunter2;"},
    ],
)
def test_a_secret_by_name_inside_json_is_a_question(content: object) -> None:
    assert [is_certain for _, _, is_certain in found(("SETTINGS", json.dumps(content)))] == [False]


@pytest.mark.parametrize(
    "content", [{"password": "${DB_PASSWORD}"}, {"a": 1}, [], {"region": "eu-west-1"}, {"token": ""}]
)
def test_json_without_a_secret_is_left_alone(content: object) -> None:
    assert found(("SETTINGS", json.dumps(content))) == []


def test_a_key_pair_inside_json_is_certain_under_its_own_name() -> None:
    assert found(("S", json.dumps({"secretAccessKey": KEY_SECRET}))) == [("S", "aws_secret_access_key", True)]


@pytest.mark.parametrize(
    "name",
    [
        "ENCRYPTION_KEY",
        "SIGNING_KEY",
        "HMAC_KEY",
        "JWT_KEY",
        "COOKIE_KEY",
        "MASTER_KEY",
        "STORAGE_KEY",
        "SALT",
        "AES_KEY",
        "appKey",
        "KEY",
        "SESSION_SEED",
    ],
)
@pytest.mark.parametrize("value", [HEX, HEX[:32], "0x" + HEX, MIXED, MIXED[:43] + "="])
def test_key_material_under_the_name_of_a_key_is_a_question(name: str, value: str) -> None:
    assert [(variable, is_certain) for variable, _, is_certain in found((name, value))] == [(name, False)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARTITION_KEY", "customer_id"),
        ("ENCRYPTION_KEY", "alias/app"),
        ("ENCRYPTION_KEY", "arn:aws:kms:eu-west-1:123456789012:key/" + UUID),
        ("KMS_KEY", UUID),
        ("KEY_PREFIX", "uploads/customers/2026/reports/daily/all"),
        ("SORT_KEY", "0" * 64),
        ("COMMIT", HEX[:40]),
        ("SUITE", "test_theCustomerCanChangeTheAddressOfAnOrder"),
        ("IMAGE_DIGEST", HEX),
        ("VERIFICATION_PUBLIC_KEY", MIXED),
        ("STRIPE_KEY", "pk_test_" + "short"),
        ("ENCRYPTION_KEY_ID", HEX),
    ],
)
def test_other_values_under_the_name_of_a_key_are_left_alone(name: str, value: str) -> None:
    assert found((name, value)) == []


@pytest.mark.parametrize(
    "value",
    [
        "[" * 60_000,
        '{"a":' * 12_000,
        json.dumps({f"k{n}": "v" for n in range(4_000)}),
        json.dumps(["[" * 50 + "]" * 50] * 500),
        "access_token$" * 5_000,
        "dp.st." * 10_000,
        "SharedAccessKey=" * 4_000,
        "AQE" * 20_000,
        "A" * 65_536,
    ],
)
def test_hostile_values_take_bounded_time(value: str) -> None:
    begun = time.process_time()

    plain_secrets([("KEY", value)])

    assert time.process_time() - begun < 1.5
