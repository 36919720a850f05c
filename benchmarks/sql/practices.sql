-- Twelve practices on the stages of the deals of report.sql, of all kinds but filters and files; a
-- tick for each second deal and practice, a call that is done for each third, a contact for each
-- fourth, a practice that was passed for each fiftieth, and the way of each deal from the first
-- stage to the second.
CREATE TEMP TABLE bench_stage AS
    SELECT id, row_number() OVER (ORDER BY sequence, id) - 1 AS number
      FROM crm_stage
     WHERE NOT COALESCE(is_won, FALSE)
           AND deal_process_id = (SELECT min(deal_process_id) FROM crm_stage);
UPDATE crm_stage SET rotting_threshold_days = 10 WHERE id IN (SELECT id FROM bench_stage);
INSERT INTO deal_practice (name, active, sequence, stage_id, weight, requirement, gate, kind,
    responsible, due_days, activity_type_id, contact_role, offer_event, mail_direction,
    create_uid, write_uid, create_date, write_date)
SELECT jsonb_build_object('en_US', 'Practice ' || n || ': ' || kind), TRUE, n, stage.id, 1,
       CASE n % 3 WHEN 0 THEN 'must' WHEN 1 THEN 'ask' ELSE 'advice' END, 'leave', kind,
       'salesperson', 0, CASE WHEN kind = 'activity' THEN call.id END,
       CASE WHEN n = 3 THEN 'decision_maker' END,
       CASE WHEN kind = 'offer' THEN CASE n WHEN 5 THEN 'sent' ELSE 'opened' END END,
       CASE WHEN kind = 'mail' THEN 'received' END, 2, 2,
       now() - interval '20 years', now()
  FROM unnest(ARRAY['tick', 'activity', 'contact', 'competitor', 'offer', 'calculation',
                    'tick', 'mail', 'offer', 'tick', 'meeting', 'tick'])
       WITH ORDINALITY AS practice (kind, n)
  JOIN bench_stage stage ON stage.number = (n - 1) % (SELECT count(*) FROM bench_stage),
       (SELECT min(id) AS id FROM mail_activity_type) call;
INSERT INTO deal_practice_tick (lead_id, practice_id, user_id, date, create_uid, write_uid,
    create_date, write_date)
SELECT lead.id, practice.id, 2, lead.create_date, 2, 2, lead.create_date, lead.create_date
  FROM crm_lead lead, deal_practice practice
 WHERE lead.deal_number LIKE 'BENCH-%' AND practice.kind = 'tick'
       AND (lead.id * 7919::bigint + practice.id * 31
            + CASE WHEN lead.won_status = 'won' THEN practice.sequence * 5 ELSE 0 END) % 100
           < 30 + CASE WHEN lead.won_status = 'won' THEN practice.sequence * 3 ELSE 10 END;
INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
    date_deadline, date_done, active, create_uid, write_uid, create_date, write_date)
SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id,
       (SELECT min(id) FROM mail_activity_type), 2, create_date::date, create_date::date, FALSE,
       2, 2, create_date, create_date
  FROM crm_lead WHERE deal_number LIKE 'BENCH-%' AND id % 3 = 0;
INSERT INTO deal_contact (lead_id, partner_id, role, attitude, create_uid, write_uid,
    create_date, write_date)
SELECT id, partner_id, CASE WHEN id % 8 = 0 THEN 'user' ELSE 'decision_maker' END, 'neutral', 2, 2,
       create_date, create_date
  FROM crm_lead WHERE deal_number LIKE 'BENCH-%' AND id % 4 = 0 AND partner_id IS NOT NULL;
INSERT INTO deal_practice_override (lead_id, practice_id, requirement, way, user_id, date, reason,
    create_uid, write_uid, create_date, write_date)
SELECT lead.id, practice.id, 'ask', 'reason', 2, lead.create_date, 'The client is in a hurry',
       2, 2, lead.create_date, lead.create_date
  FROM crm_lead lead, deal_practice practice
 WHERE lead.deal_number LIKE 'BENCH-%' AND practice.requirement = 'ask'
       AND (lead.id + practice.id) % 50 = 0;
INSERT INTO mail_tracking_value (field_id, mail_message_id, old_value_integer, new_value_integer,
    create_uid, write_uid, create_date, write_date)
SELECT field.id, message.id, first.id, second.id, 2, 2,
       lead.create_date + (lead.id % 20) * interval '1 day',
       lead.create_date
  FROM mail_message message
  JOIN crm_lead lead ON lead.id = message.res_id AND lead.deal_number LIKE 'BENCH-%',
       ir_model_fields field,
       (SELECT id FROM bench_stage WHERE number = 0) first,
       (SELECT id FROM bench_stage WHERE number = 1) second
 WHERE message.model = 'crm.lead' AND message.id > 5000000
       AND field.model = 'crm.lead' AND field.name = 'stage_id';
