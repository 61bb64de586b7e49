import type { Trigger } from '../api/automations';
import { zoneName } from './time';

/** Describes the trigger with its time zone: “every Monday at 8:00, Berlin”. */
export const whenWords = (trigger: Trigger): string =>
  trigger.kind === 'event' || trigger.kind === 'rule' ? trigger.words.replace(/ \([A-Za-z_/+-]+\)$/, '') : `${trigger.words}, ${zoneName(trigger.timeZone)}`;
