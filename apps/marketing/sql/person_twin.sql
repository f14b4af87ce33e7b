-- Holds who shares an e-mail address with another: `joined_to` is the record that stands for the person; none: to be reviewed.
CREATE TABLE IF NOT EXISTS person_twin (
    sfdc_id text PRIMARY KEY,
    joined_to text
)
