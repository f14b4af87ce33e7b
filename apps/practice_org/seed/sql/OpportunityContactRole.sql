-- Who plays which part in a deal: the first role of each deal is its primary contact.
SELECT
    i,
    opportunity_contact_role_id(i) AS Id,
    opportunity_id(i % $opportunities) AS OpportunityId,
    contact_id(CASE WHEN i < $opportunities THEN i ELSE h(i, 401) % $contacts END) AS ContactId,
    nth(['Business User', 'Decision Maker', 'Economic Buyer', 'Evaluator', 'Influencer'], h(i, 402)) AS Role,
    i < $opportunities AS IsPrimary,
    created(i + 750000000) AS CreatedDate,
    owner(i, 403) AS CreatedById,
    changed(i + 750000000) AS LastModifiedDate,
    owner(i, 404) AS LastModifiedById,
    touched(i + 750000000) AS SystemModstamp,
    false AS IsDeleted,
FROM (SELECT i::BIGINT AS i FROM range($count) AS numbers (i))
