import { texts } from '../texts';

/** The texts of artifacts. */
export const artifacts = texts({
  'There is nothing here that you can see. It was deleted, or it is in a thread that you are not in.': 'Hier ist nichts, was sichtbar wäre. Es wurde gelöscht oder gehört zu einem Thread ohne eigene Mitgliedschaft.',
  'Your unsent changes': 'Nicht gesendete eigene Änderungen',
  'They are sent if you can see it again within {n} days. After that, this browser deletes them.':
    'Sie werden gesendet, sobald der Inhalt innerhalb von {n} Tagen wieder sichtbar ist. Danach löscht dieser Browser sie.',
  '“{title}” was not found. Its page still has your unsent changes.': '„{title}“ wurde nicht gefunden. Auf der Seite stehen die nicht gesendeten eigenen Änderungen.',
});
