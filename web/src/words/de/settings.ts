import { texts } from '../texts';

export const settings = texts({
  'Only you see these settings. They apply in every browser, except notifications, which each browser asks for.':
    'Niemand sonst sieht diese Einstellungen. Sie gelten in jedem Browser; nur nach Benachrichtigungen fragt jeder Browser einzeln.',
  'Notifications': 'Benachrichtigungen',
  'This browser has no notifications.': 'Dieser Browser kennt keine Benachrichtigungen.',
  'This browser notifies you while Onbehalf is open but not in front. A notification names the conversation, never what was said. Muted conversations do not notify.':
    'Dieser Browser benachrichtigt, solange Onbehalf geöffnet, aber nicht im Vordergrund ist. Eine Benachrichtigung nennt die Unterhaltung, nie ihren Inhalt. Stumme Unterhaltungen melden nichts.',
  'This browser notifies you of your inbox also while Onbehalf is closed, and of new messages while it is open but not in front. A notification names the conversation, or the kind of what waits, never what was said. Muted conversations do not notify.':
    'Dieser Browser meldet Neues im Eingang auch, wenn Onbehalf geschlossen ist, und neue Nachrichten, solange es geöffnet, aber nicht im Vordergrund ist. Eine Benachrichtigung nennt die Unterhaltung oder die Art dessen, was wartet, nie den Inhalt. Stumme Unterhaltungen melden nichts.',
  'Keyboard': 'Tastatur',
  'You': 'Eigenes Profil',
  'Name': 'Name',
  'as your organisation’s directory has it; records of what you did carry it': 'wie im Verzeichnis der Organisation; er steht in den Protokollen',
  'Groups': 'Gruppen',
  'none': 'keine',
  'Your pages': 'Eigene Seiten',
  'Your data': 'Eigene Daten',
  'Download what is kept of you': 'Gespeicherte eigene Daten herunterladen',
  'messages, answers, memory, automations and connections, as JSON Lines':
    'Nachrichten, Antworten, Gedächtnis, Automatisierungen und Verbindungen als JSON Lines',
  'Display': 'Anzeige',
  'Language': 'Sprache',
  'As my browser says': 'Wie im Browser eingestellt',
  'Sentences that the server writes, such as problems, are in English.': 'Sätze, die der Server schreibt, etwa Fehlermeldungen, sind auf Englisch.',
  'Time zone': 'Zeitzone',
  'As this browser: {zone}': 'Wie im Browser: {zone}',
  'Dates and numbers': 'Datum und Zahlen',
  'As this browser': 'Wie im Browser',
  'As the language: {name}': 'Wie die Sprache: {name}',
  'Now it is {now}; a large number is {number}. “Every Monday at 8:00” means this time zone.':
    'Jetzt ist {now}; eine große Zahl ist {number}. „Every Monday at 8:00“ meint diese Zeitzone.',
  'Theme': 'Farbschema',
  'As the system': 'Wie das System',
  'Light': 'Hell',
  'Dark': 'Dunkel',

  'Which model answers': 'Welches Modell antwortet',
  'a model server on the same machine': 'ein Modellserver auf demselben Rechner',
  'None is connected: questions to the agent are not answered.': 'Keines ist verbunden: Fragen an den Agenten werden nicht beantwortet.',
  'None: the demo answers questions of a fixed form. Nothing leaves this machine.':
    'Keines: die Demo beantwortet Fragen in fester Form. Nichts verlässt diesen Rechner.',
  'Model': 'Modell',
  'Provider': 'Anbieter',
  'Where data goes': 'Wohin Daten gehen',
  'Your question, the parts of the thread that you can see and the data retrieved for you are sent to {host}. The provider is asked not to store it.':
    'Die eigene Frage, die sichtbaren Teile des Threads und die abgerufenen Daten werden an {host} gesendet. Der Anbieter wird gebeten, nichts zu speichern.',
  'Last check': 'Letzte Prüfung',
  'How to connect another model': 'Ein anderes Modell verbinden',
  'Set {url}, {secret} and {model} where the app runs; for Azure OpenAI {endpoint} and {deployment}. Then check that it talks and calls tools:':
    '{url}, {secret} und {model} dort setzen, wo die App läuft; für Azure OpenAI {endpoint} und {deployment}. Dann prüfen, ob es antwortet und Werkzeuge aufruft:',
  'The check sends two small requests without any data. Providers and their settings: {file}.':
    'Die Prüfung sendet zwei kleine Anfragen ohne Daten. Anbieter und ihre Einstellungen: {file}.',
});
