-- Leads of ten years, not created in order of their ids, as wide as real ones.
INSERT INTO crm_lead (
    name, type, active, stage_id, team_id, user_id, probability, expected_revenue,
    partner_name, contact_name, email_from, email_normalized, phone, description, priority,
    won_status, create_uid, write_uid, create_date, write_date
)
SELECT 'Inquiry ' || number,
       CASE WHEN number % 4 = 0 THEN 'lead' ELSE 'opportunity' END,
       number % 10 <> 0,
       stages.ids[1 + number % array_length(stages.ids, 1)],
       (SELECT MIN(id) FROM crm_team),
       2,
       number % 100,
       number * 1.5,
       'Client ' || number % 5000,
       'Person ' || number,
       'person' || number || '@client' || number % 5000 || '.example',
       'person' || number || '@client' || number % 5000 || '.example',
       '+48 600 ' || number,
       repeat('A window, a door and a wall. ', 10),
       (number % 4)::text,
       'pending',
       2, 2, moment, moment
  FROM (SELECT array_agg(id) AS ids FROM crm_stage WHERE NOT COALESCE(is_won, FALSE)) stages,
       (SELECT number, '2016-01-01'::timestamp
               + INTERVAL '1 minute' * (number::bigint * 7919 % 5256000) AS moment
          FROM generate_series(1, :size) number) numbers;
ANALYZE crm_lead;
