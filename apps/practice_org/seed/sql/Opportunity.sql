-- Deals: opportunity n belongs to the account of contact n, so that converted leads point to one company.
SELECT
    i,
    opportunity_id(i) AS Id,
    i > 50 AND chance(i, 301, 1) AS IsDeleted,
    account_id(contact_account(i)) AS AccountId,
    company(contact_account(i)) || ' - ' || nth(['New business', 'Renewal', 'Upgrade', 'Pilot'], h(i, 302)) AS Name,
    CASE WHEN chance(i, 303, 20) THEN nth(notes(), h(i, 304)) END AS Description,
    stage AS StageName,
    ((5 + h(i, 305) % 4000) * 250)::DOUBLE AS Amount,
    probability AS Probability,
    ((5 + h(i, 305) % 4000) * 250)::DOUBLE * probability / 100 AS ExpectedRevenue,
    day_after(created(i + 700000000), i, 306, 400) AS CloseDate,
    nth(['New Customer', 'Existing Customer - Upgrade', 'Existing Customer - Replacement'], h(i, 307)) AS Type,
    nth(['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'], h(i, 308)) AS LeadSource,
    stage IN ('Closed Won', 'Closed Lost') AS IsClosed,
    stage = 'Closed Won' AS IsWon,
    CASE stage WHEN 'Closed Won' THEN 'Closed' WHEN 'Closed Lost' THEN 'Omitted' ELSE 'Pipeline' END AS ForecastCategory,
    CASE stage WHEN 'Closed Won' THEN 'Closed' WHEN 'Closed Lost' THEN 'Omitted' ELSE 'Pipeline' END AS ForecastCategoryName,
    CASE WHEN chance(i, 309, 35) THEN campaign_id(h(i, 310) % $campaigns) END AS CampaignId,
    owner(i, 311) AS OwnerId,
    created(i + 700000000) AS CreatedDate,
    owner(i, 312) AS CreatedById,
    changed(i + 700000000) AS LastModifiedDate,
    owner(i, 313) AS LastModifiedById,
    touched(i + 700000000) AS SystemModstamp,
    quarter(day_after(created(i + 700000000), i, 306, 400))::INTEGER AS FiscalQuarter,
    year(day_after(created(i + 700000000), i, 306, 400))::INTEGER AS FiscalYear,
    strftime(day_after(created(i + 700000000), i, 306, 400), '%Y') || ' ' || quarter(day_after(created(i + 700000000), i, 306, 400)) AS Fiscal,
    contact_id(i) AS ContactId,
FROM (
    SELECT *, CASE stage WHEN 'Closed Won' THEN 100.0 WHEN 'Closed Lost' THEN 0.0 WHEN 'Prospecting' THEN 10.0 ELSE 50.0 END AS probability
    FROM (
        SELECT i::BIGINT AS i,
            nth(['Prospecting', 'Qualification', 'Needs Analysis', 'Proposal/Price Quote', 'Closed Won', 'Closed Lost'], h(i, 350)) AS stage
        FROM range($count) AS numbers (i)
    )
)
