"""Where faults meet the calls of the REST interface: before the call is answered, and when its reply is ready."""

from __future__ import annotations

from apps.practice_org.faults import acting, refusing, spoiling, standing
from apps.practice_org.faults.fault import Fault
from apps.practice_org.faults.kinds import BY_NAME, Moment
from apps.practice_org.live import LiveOrg
from apps.practice_org.web.reply import Reply

ENDS_SESSION = frozenset({"expire-session", "revoke-grant"})


def before(live: LiveOrg, fault: Fault, path: str, token: str) -> Reply | None:
    """The reply that stands for the call's own, if there is one."""
    if fault.kind in ENDS_SESSION:
        acting.end_session(live, fault, token)
        return refusing.session_over()
    if BY_NAME[fault.kind].moment is Moment.INSTEAD:
        return refusing.reply(fault)
    acting.act(live, fault, path)
    return None


def at_other_doors(live: LiveOrg, call: str) -> Reply | None:
    """For calls outside the REST interface, `POST /services/oauth2/token` and `POST /Soap/m`: waits and refusals."""
    fault = standing.take(live, call)
    return before(live, fault, call, "") if fault else None


def after(live: LiveOrg, fault: Fault, reply: Reply, *, takes_gzip: bool) -> Reply:
    """A job that the call itself made gets its trouble now; its reply still says UploadComplete."""
    if BY_NAME[fault.kind].moment is Moment.REPLY:
        return spoiling.spoil(fault, reply, takes_gzip=takes_gzip)
    if isinstance(reply.body, dict) and reply.body.get("state") == "UploadComplete":
        acting.trouble_job(live, fault, reply.body["id"])
    return reply
