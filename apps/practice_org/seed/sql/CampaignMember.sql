-- Who was in which campaign: two leads for one contact; a person is never in the same campaign twice.
SELECT
    m.i,
    campaign_member_id(m.i) AS Id,
    campaign_id((m.member + h(m.member, 601)) % $campaigns) AS CampaignId,
    CASE WHEN m.is_lead THEN lead_id(m.member) END AS LeadId,
    CASE WHEN NOT m.is_lead THEN contact_id(m.member) END AS ContactId,
    m.status AS Status,
    m.status IN ('Responded', 'Attended') AS HasResponded,
    created(m.i + 850000000) AS CreatedDate,
    owner(m.i, 602) AS CreatedById,
    changed(m.i + 850000000) AS LastModifiedDate,
    owner(m.i, 603) AS LastModifiedById,
    touched(m.i + 850000000) AS SystemModstamp,
    CASE WHEN m.status IN ('Responded', 'Attended') THEN day_after(created(m.i + 850000000), m.i, 604, 30) END AS FirstRespondedDate,
    full_name(given_name(m.person), family_name(m.person)) AS Name,
    given_name(m.person) AS FirstName,
    family_name(m.person) AS LastName,
    CASE WHEN m.is_lead THEN 'Lead' ELSE 'Contact' END AS Type,
    CASE WHEN m.is_lead THEN lead_id(m.member) ELSE contact_id(m.member) END AS LeadOrContactId,
FROM (
    SELECT *, CASE WHEN is_lead THEN member ELSE contact_person(member)::BIGINT END AS person
    FROM (
        SELECT
            i::BIGINT AS i,
            i % 3 <> 2 AS is_lead,
            CASE WHEN i % 3 <> 2 THEN ((i // 3) * 2 + i % 3) % $leads ELSE (i // 3) % $contacts END AS member,
            nth(['Sent', 'Responded', 'Registered', 'Attended'], h(i, 605)) AS status,
        FROM range($count) AS numbers (i)
    )
) AS m
