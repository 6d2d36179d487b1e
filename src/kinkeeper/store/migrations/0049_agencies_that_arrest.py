"""Who is apart, child by child, as far as people of an agency that arrests may know of it: where there is a record of custody."""

from django.db import migrations

from kinkeeper.domain.access.agencies import ENFORCES

ARREST = ", ".join(f"'{agency}'" for agency in sorted(ENFORCES))
MAKE = f"""
DELETE FROM agency_apart WHERE agency IN ({ARREST});
WITH stands AS (
    SELECT agency, s.*, outcome IN ('apart', 'adult_removed') AS still,
           outcome_on <> '' AND outcome IN ('reunited', 'released_to_other', 'turned_18') AS ended
    FROM separation s JOIN holding h ON h.person_id = s.child AND h.custody AND h.agency IN ({ARREST})
    AND (s.adult = '' OR EXISTS (SELECT FROM holding a WHERE a.person_id = s.adult AND a.agency = h.agency AND a.custody))
    WHERE until IS NULL AND NOT EXISTS (
        SELECT FROM tie t WHERE t.child = s.child AND t.adult = s.adult AND t.status = 'refuted' AND t.until IS NULL)
)
INSERT INTO agency_apart (agency, child, still, since_day, ended_days, loose_day, adults, adults_still, removed, no_reason, detected, reunited,
                         first_on, ended_on, newest, born)
SELECT agency, child, bool_or(still), min(valid_from) FILTER (WHERE still),
       max(valid_until - valid_from) FILTER (WHERE ended),
       min(valid_from) FILTER (WHERE NOT still AND NOT ended),
       array_agg(adult ORDER BY adult), coalesce(array_agg(adult ORDER BY adult) FILTER (WHERE still), '{{}}'),
       coalesce(bool_or(outcome = 'adult_removed'), FALSE), coalesce(bool_or(still AND reason_code = ''), FALSE),
       coalesce(bool_or(still AND basis = 'detected'), FALSE), FALSE,
       min(separated_on) FILTER (WHERE still),
       max(outcome_on) FILTER (WHERE NOT still AND outcome <> 'unknown' AND separated_on < outcome_on),
       max(greatest(coalesce(valid_from::text, ''), outcome_on)),
       coalesce((SELECT born FROM person p WHERE p.person_id = child AND p.until IS NULL), '')
FROM stands GROUP BY agency, child
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0048_clocks_counted")]
    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
