-- Four statuses for each campaign; two of them count as a response.
SELECT
    i,
    campaign_member_status_id(i) AS Id,
    campaign_id(i // 4) AS CampaignId,
    nth(['Sent', 'Responded', 'Registered', 'Attended'], i) AS Label,
    (1 + i % 4)::INTEGER AS SortOrder,
    i % 4 = 0 AS IsDefault,
    i % 4 IN (1, 3) AS HasResponded,
    created(i // 4 + 800000000) AS CreatedDate,
    owner(i, 551) AS CreatedById,
    changed(i // 4 + 800000000) AS LastModifiedDate,
    owner(i, 552) AS LastModifiedById,
    touched(i // 4 + 800000000) AS SystemModstamp,
FROM (SELECT i::BIGINT AS i FROM range($count) AS numbers (i))
