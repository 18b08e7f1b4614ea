"""The shapes of keys and tokens that issuers publish so that scanners can find them.

Keys of a payment service's test mode count: they give access to an account, and code that holds one holds its live
twin the same way. Publishable keys (pk_...) are no secrets.
"""

from __future__ import annotations

import re

_HEX, _UUID = "[0-9a-f]", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SHAPES = (
    ("anthropic_key", r"sk-ant-[A-Za-z0-9_-]{20,}"),
    ("databricks_token", r"dapi[0-9a-f]{32}"),
    ("digitalocean_token", r"do[opr]_v1_[0-9a-f]{64}"),
    ("github_token", r"gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60}"),
    ("gitlab_token", r"gl(?:pat|dt|rt|ptt|oas)-[A-Za-z0-9_-]{20}"),
    ("google_api_key", r"AIza[A-Za-z0-9_-]{35}"),
    ("hugging_face_token", r"hf_[A-Za-z]{34}"),
    ("npm_token", r"npm_[A-Za-z0-9]{36}"),
    ("openai_key", r"sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20}"),
    ("pypi_token", r"pypi-AgE[A-Za-z0-9_-]{50}"),
    ("sendgrid_key", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("shopify_token", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    ("slack_token", r"xox[abeoprs]-[A-Za-z0-9-]{10}|xapp-[0-9]-[A-Za-z0-9-]{10}"),
    ("slack_webhook", r"https://hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{20}"),
    # Payment services, live and test mode.
    ("stripe_key", r"[rs]k_(?:live|test)_[A-Za-z0-9]{20}|whsec_[A-Za-z0-9+/]{32}"),
    ("checkout_key", rf"sk_(?:sbx_|test_)?{_UUID}|sk_sbx_[a-z0-9]{{20}}"),
    ("square_token", r"(?:sandbox-)?sq0(?:atp|csb|csp|idb)-[A-Za-z0-9_-]{22}|EAAA[A-Za-z0-9_-]{60}(?![A-Za-z0-9_-])"),
    ("braintree_token", rf"access_token\$(?:production|sandbox)\$[a-z0-9]{{16}}\${_HEX}{{32}}"),
    ("adyen_key", r"AQE[A-Za-z0-9]{3,12}[A-Za-z0-9+/=_-]{20,200}-[A-Za-z0-9+/=]{20,100}-"),
    ("mollie_key", r"(?:live|test|access)_(?=[A-Za-z]{0,29}[0-9])[A-Za-z0-9]{30,60}(?![A-Za-z0-9])"),
    ("flutterwave_key", r"FLWSECK(?:_TEST)?-[A-Za-z0-9]{12}"),
    ("plaid_token", rf"access-(?:development|production|sandbox)-{_UUID}"),
    ("xendit_key", r"xnd_(?:development|production)_[A-Za-z0-9]{20}"),
    ("midtrans_key", r"(?:SB-)?Mid-server-[A-Za-z0-9_-]{20}"),
    ("omise_key", r"skey_(?:test_)?[a-z0-9]{19}"),
    ("klarna_key", r"klarna_(?:live|test)_api_[A-Za-z0-9_-]{20}"),
    ("paddle_key", r"pdl_(?:live|sdbx)_(?:apikey_)?[A-Za-z0-9]{20}"),
    ("mercado_pago_token", r"(?:APP_USR|TEST)-[0-9]{12,20}-[0-9]{6}-[0-9a-f]{32}"),
    ("gocardless_token", r"(?:live|sandbox)_(?=[A-Za-z_-]{0,39}[0-9])[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])"),
    # Clouds and tools.
    (
        "azure_account_key",
        r"AccountKey=[A-Za-z0-9+/]{86}==|SharedAccess(?:Signature|Key)=(?!SharedAccess)[A-Za-z0-9+/%]{40}",
    ),
    ("azure_client_secret", r"[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])"),
    ("atlassian_token", r"ATATT3[A-Za-z0-9_=-]{60}|ATBB[A-Za-z0-9]{32}"),
    ("docker_token", r"dckr_(?:oat|pat)_[A-Za-z0-9_-]{27}"),
    ("doppler_token", r"dp\.(?:ct|pt|st|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40}"),
    ("grafana_token", r"gl(?:c|sa)_[A-Za-z0-9_+/=-]{32}"),
    ("groq_key", r"gsk_[A-Za-z0-9]{50}"),
    ("linear_key", r"lin_api_[A-Za-z0-9]{40}"),
    ("mailchimp_key", r"[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])"),
    ("mailgun_key", r"key-[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("brevo_key", r"xkeysib-[0-9a-f]{64}"),
    ("new_relic_key", r"NRAK-[A-Z0-9]{27}"),
    ("notion_token", r"ntn_[A-Za-z0-9]{40}"),
    ("planetscale_token", r"pscale_(?:pw|tkn|oauth)_[A-Za-z0-9_.-]{32}"),
    ("postman_key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    ("rubygems_key", r"rubygems_[0-9a-f]{48}"),
    ("sentry_token", r"sntrys_eyJ[A-Za-z0-9_=+/-]{40}"),
    ("telegram_token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
    ("terraform_token", r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60}"),
    ("twilio_key", r"SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("vault_token", r"hv[bsr]\.[A-Za-z0-9_-]{24}"),
)
TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![A-Za-z0-9_])(?:{shape})")) for name, shape in _SHAPES
)
