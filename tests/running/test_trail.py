from __future__ import annotations

from pathlib import Path

from audit.running.trail import record
from audit.store.queries import trail_of
from tests.running import agencies
from tests.running.agencies import TODAY


def test_a_download_stands_on_the_trail_of_its_own_organisation_with_a_day_and_no_hour(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    other = agencies.another(here.store, name="Oak Trust")
    with here.store() as session:
        record(session, organisation_id=here.organisation_id, who="Lea", what="Fetched the report", on=TODAY)
        newest = trail_of(session, organisation_id=here.organisation_id)[0]
        assert (newest.who, newest.what, newest.at) == ("Lea", "Fetched the report", TODAY)
        assert "Fetched the report" not in [t.what for t in trail_of(session, organisation_id=other[0])]
