-- In one row: how many of these agencies' instances are whose turn and since when, how many were chosen, and one page of them.
WITH listed AS (
    SELECT slug, is_optional, place
    FROM unnest(%(slugs)s::text[], %(optional)s::boolean[]) WITH ORDINALITY AS listed (slug, is_optional, place)
),
open_step AS (
    SELECT step.instance_id, step.slug, step.state, step.state_since, step.run_at, listed.place,
        CASE
            WHEN step.state = 'queued' AND step.problem ->> 'turn' = 'time' THEN 'time'
            WHEN step.state IN ('queued', 'running') THEN 'gangway'
            WHEN step.state = 'failed' AND step.problem ->> 'turn' = 'ours' THEN 'us'
            WHEN step.state = 'failed' AND step.problem ->> 'turn' = 'admin' THEN 'admin'
            WHEN step.state = 'failed' OR NOT listed.is_optional THEN 'person'
        END AS turn
    FROM checklist_step AS step
    JOIN listed USING (slug)
    JOIN tenants_instance AS instance ON instance.id = step.instance_id
    WHERE instance.agency_id = ANY(%(agencies)s) AND step.state NOT IN ('locked', 'done')
),
standing AS (
    SELECT DISTINCT ON (instance_id) *
    FROM open_step
    WHERE turn IS NOT NULL
    ORDER BY instance_id, array_position(ARRAY['person', 'admin', 'us', 'time', 'gangway'], turn), place
),
matching AS (
    SELECT instance.id, lower(instance.name) AS name, standing.slug, standing.state, standing.state_since, standing.run_at,
        CASE
            WHEN whose.turn = 'person' AND instance.agency_id = ANY(%(operated)s) THEN 'you'
            WHEN whose.turn = 'admin' THEN 'person'
            ELSE coalesce(whose.turn, 'none')
        END AS turn,
        whose.turn IS NOT DISTINCT FROM 'admin' AS is_administrators
    FROM tenants_instance AS instance
    JOIN tenants_agency AS agency ON agency.id = instance.agency_id
    LEFT JOIN connections_connection AS connection ON connection.instance_id = instance.id
    LEFT JOIN sync_syncstate AS sync ON sync.instance_id = instance.id
    LEFT JOIN standing ON standing.instance_id = instance.id
    CROSS JOIN LATERAL (
        SELECT coalesce(standing.turn, CASE sync.problem ->> 'turn'
            WHEN 'ours' THEN 'us' WHEN 'time' THEN 'time' WHEN 'admin' THEN 'admin' WHEN 'customer' THEN 'person'
        END) AS turn
    ) AS whose
    WHERE instance.agency_id = ANY(%(agencies)s)
        AND (%(kind)s = '' OR instance.kind = %(kind)s)
        AND (
            %(state)s = '' OR (%(state)s = 'done' AND standing.turn IS NULL)
            OR (%(state)s = 'failed' AND sync.word = 'failed')
            OR instance.id IN (SELECT instance_id FROM open_step WHERE state = %(state)s)
        )
        AND (
            %(search)s = '' OR concat_ws(
                E'\n', instance.name, instance.key, agency.name, connection.my_domain,
                CASE WHEN connection.signed_in_at IS NOT NULL THEN concat_ws(E'\n', connection.org_name, connection.instance_url) END
            ) ILIKE %(search)s OR starts_with(connection.org_id, %(org_id)s)
        )
),
chosen AS (
    SELECT *, array_position(ARRAY['you', 'person', 'us', 'time', 'gangway', 'none'], turn) AS rank
    FROM matching
    WHERE %(turn)s IN ('', turn)
),
page AS (
    SELECT *
    FROM chosen
    ORDER BY CASE WHEN %(sort)s = 'turn' THEN rank END, CASE WHEN %(sort)s = 'turn' THEN state_since END, name, id
    LIMIT %(size)s
    OFFSET (SELECT greatest(0, least(%(page)s - 1, (count(*) - 1) / %(size)s)) * %(size)s FROM chosen)
)
SELECT
    (SELECT coalesce(json_object_agg(turn, json_build_array(n, since)), '{}')
        FROM (SELECT turn, count(*) AS n, min(state_since) AS since FROM matching GROUP BY turn) AS tally),
    (SELECT count(*) FROM chosen),
    (SELECT coalesce(json_agg(page), '[]') FROM page)
