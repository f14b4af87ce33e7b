-- Whether a change or a wish is left for a later cycle.
SELECT EXISTS (SELECT FROM person_change WHERE state IN ('waiting', 'sending'))
    OR EXISTS (SELECT FROM person_push WHERE state = 'sending')
