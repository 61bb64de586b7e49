import { texts } from '../../texts';

/** The words that a template writes into a new artifact. */
export const templates = texts({
  'Task': 'Aufgabe',
  'Owner': 'Zuständig',
  'Due': 'Fällig',
  'Card': 'Karte',
  'Column': 'Spalte',
  'Doing': 'In Arbeit',
  'Stage': 'Phase',
  'Active': 'Aktiv',
  'Waiting': 'Wartet',
  'Closed': 'Abgeschlossen',
  'Next step': 'Nächster Schritt',
  'What': 'Was',
  'Who': 'Wer',
  'Period': 'Zeitraum',
});
