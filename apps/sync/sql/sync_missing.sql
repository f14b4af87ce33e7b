-- Keeps the records that a comparison of Ids did not find in Salesforce, with the stamp that they had here then.
CREATE TABLE IF NOT EXISTS sync_missing (
    object text NOT NULL,
    sfdc_id text NOT NULL,
    system_modstamp timestamptz,
    PRIMARY KEY (object, sfdc_id)
)
