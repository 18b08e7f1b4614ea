"""From an access key to the principal behind it."""

from __future__ import annotations

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.credentials import (
    PORTAL_ACCOUNT,
    PORTAL_ROLE_ARN,
    PORTAL_ROLE_NAME,
    PORTAL_SESSION_NAME,
    account_of_root_key,
    portal_credentials,
)
from devstack.simulated_aws.policies.principals import Kind, Principal
from devstack.simulated_aws.state.sessions import Session
from devstack.simulated_aws.state.simulator import Simulator


class UnknownKeyError(Exception):
    """No principal has this key, or the token is not the key's."""


class SessionExpiredError(Exception):
    """The key belonged to a session that has ended."""


def identify(access_key_id: str, token: str | None, *, simulator: Simulator) -> Principal:
    """The principal of a signed request. Secrets are not checked: the simulator guards nothing worth signing for."""
    session = simulator.sessions.find(access_key_id)
    if session is not None:
        return _session_principal(session, token)
    if token:
        raise UnknownKeyError
    if access_key_id == portal_credentials().access_key_id:
        return _portal()
    root_account = account_of_root_key(access_key_id)
    if root_account:
        simulator.accounts.open(root_account)
        arn = f"arn:aws:iam::{root_account}:root"
        return Principal(Kind.ROOT, root_account, arn, arn)
    return _user(access_key_id, simulator)


def _session_principal(session: Session, token: str | None) -> Principal:
    if token != session.token:
        raise UnknownKeyError
    if session.has_expired():
        raise SessionExpiredError
    role = moto_state.role_by_arn(session.account_id, session.role_arn)
    return Principal(
        kind=Kind.ROLE,
        account_id=session.account_id,
        arn=session.arn,
        source_arn=session.role_arn,
        identity_policies=moto_state.role_policies(role) if role else (),
        boundary=moto_state.boundary(session.account_id, role) if role else None,
        session_policies=session.policies,
        is_session=True,
    )


def _portal() -> Principal:
    role = moto_state.role_by_session_name(PORTAL_ACCOUNT, PORTAL_ROLE_NAME)
    return Principal(
        kind=Kind.ROLE,
        account_id=PORTAL_ACCOUNT,
        arn=f"arn:aws:sts::{PORTAL_ACCOUNT}:assumed-role/{PORTAL_ROLE_NAME}/{PORTAL_SESSION_NAME}",
        source_arn=PORTAL_ROLE_ARN,
        identity_policies=moto_state.role_policies(role) if role else (),
    )


def _user(access_key_id: str, simulator: Simulator) -> Principal:
    account_ids = [account.account_id for account in simulator.accounts.all()]
    user = moto_state.user_with_key(account_ids, access_key_id)
    if user is None:
        raise UnknownKeyError
    return Principal(
        kind=Kind.USER,
        account_id=user.account_id,
        arn=user.arn,
        source_arn=user.arn,
        identity_policies=moto_state.user_policies(user.account_id, user),
        boundary=moto_state.boundary(user.account_id, user),
    )
