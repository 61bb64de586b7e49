import { matched } from '../matched';
import { texts } from '../texts';

/** The sentences of the server's problem details. The key is the server's whole sentence, with placeholders for its values. */
export const problems = texts({
  'There is nothing here that you can see.': 'Hier ist nichts, was sichtbar wäre.',
  'A request body may have at most {size}.': 'Eine Anfrage darf höchstens {size} groß sein.',
  'The request ended before its body did. Send it again.': 'Die Anfrage brach vor ihrem Ende ab. Bitte noch einmal senden.',
  'This request did not come from the Onbehalf page. Reload it and try again.':
    'Diese Anfrage kam nicht von der Seite von Onbehalf. Bitte neu laden und erneut versuchen.',
  'What you asked could not be put on record, so it did not happen. Try again.':
    'Das ließ sich nicht protokollieren und ist deshalb nicht geschehen. Bitte erneut versuchen.',
  'This continuation is not one of this list. Start again without it.': 'Diese Liste hat sich geändert. Bitte von vorn beginnen.',
  'This cursor is not one of this search. Start again without it.': 'Diese Suche hat sich geändert. Bitte von vorn beginnen.',
  'That is many changes in a minute. Wait a moment.': 'Das sind viele Änderungen in einer Minute. Bitte kurz warten.',
  'That is many searches in a minute. Wait a moment.': 'Das sind viele Suchen in einer Minute. Bitte kurz warten.',
  'Many files are being attached at this moment. Try again in a moment.': 'Gerade werden viele Dateien angehängt. Bitte gleich noch einmal versuchen.',

  'This artifact has no such version for you.': 'Diese Version des Artefakts gibt es nicht oder sie ist nicht sichtbar.',
  'You change artifacts too fast. Wait a moment.': 'Das sind viele Änderungen an Artefakten. Bitte kurz warten.',
  'Only its maker, or the person who put it in the thread, can delete an artifact.':
    'Ein Artefakt löscht nur, wer es begonnen oder in den Thread gestellt hat.',
  "A version's name has 1 to {n} characters.": 'Der Name einer Version hat 1 bis {n} Zeichen.',
  'Only you have this draft. Put it into a thread first.': 'Diesen Entwurf hat sonst niemand. Bitte zuerst in einen Thread stellen.',
  'A room has at most {n} pins. Take another one away first.': 'In einem Raum ist höchstens {n}-mal etwas angeheftet. Bitte zuerst etwas lösen.',
  'This is not what you were shown any more. Please read the preview again.': 'Das ist nicht mehr, was gezeigt wurde. Bitte die Vorschau erneut lesen.',
  'This is not what you were shown any more. Please read the card again.': 'Das ist nicht mehr, was gezeigt wurde. Bitte die Karte erneut lesen.',
  'This button is not what you were shown any more. Please read it again.': 'Diese Schaltfläche ist nicht mehr, was gezeigt wurde. Bitte erneut lesen.',
  'This request is not what you were shown any more. Please read it again.': 'Diese Abfrage ist nicht mehr, was gezeigt wurde. Bitte erneut lesen.',
  'This cannot be done here.': 'Das ist hier nicht möglich.',
  'This change is still running, or the app stopped during it. Look again in a few minutes.':
    'Diese Änderung läuft noch, oder die App wurde währenddessen beendet. Bitte in einigen Minuten noch einmal nachsehen.',
  'This artifact is in another thread already.': 'Dieses Artefakt ist schon in einem anderen Thread.',
  'This conversation is in Slack, so nobody can say who will have the artifact. Put it into another conversation.':
    'Diese Unterhaltung ist in Slack; niemand kann also sagen, wer das Artefakt haben wird. Bitte in eine andere Unterhaltung stellen.',
  'You may not see all of this artifact any more, so you cannot put it into a thread.':
    'Dieses Artefakt ist nicht mehr ganz sichtbar und kann deshalb nicht in einen Thread gestellt werden.',
  'Others are changing this artifact at the moment. Try again.': 'Andere ändern dieses Artefakt gerade. Bitte erneut versuchen.',
  'Somebody changed this in between. Nothing was overwritten.': 'Jemand hat das inzwischen geändert. Nichts wurde überschrieben.',
  'There is no such block.': 'Diesen Baustein gibt es nicht.',
  'You may not see what is there, so you cannot write over it. Somebody who sees it can change it, or take it out.':
    'Was dort steht, ist nicht sichtbar und kann deshalb nicht überschrieben werden. Wer es sieht, kann es ändern oder entfernen.',
  'This version would replace words that you may not see. Somebody who sees them can restore it.':
    'Diese Version würde Worte ersetzen, die nicht sichtbar sind. Wer sie sieht, kann sie wiederherstellen.',
  'An artifact holds at most {n} MiB. Delete something first.': 'Ein Artefakt fasst höchstens {n} MiB. Bitte zuerst etwas löschen.',
  'A text has at most {n} characters.': 'Ein Text hat höchstens {n} Zeichen.',

  'You can read your own acts. Acts of others are for members of the auditor group.':
    'Lesbar sind die eigenen Handlungen. Die Handlungen anderer liest die Gruppe der Revision.',
  'Nothing is missing from this chain that is not named already.': 'In dieser Kette fehlt nichts, was nicht schon genannt ist.',
  'Lost writes do not explain what is wrong with this chain: {record} {problem}. It stays broken.':
    'Verlorene Einträge erklären nicht, was an dieser Kette falsch ist: {record} {problem}. Sie bleibt unterbrochen.',

  'There is no such proposal.': 'Diesen Vorschlag gibt es nicht.',
  'This is not what it says any more, or it could not run any more. Please read it again.':
    'Der Inhalt ist inzwischen ein anderer, oder er könnte nicht mehr laufen. Bitte erneut lesen.',
  '{n} proposals wait for its author already.': 'Es warten schon {n} Vorschläge.',
  'Your sign-in provider cannot be asked about you when you are not here, so nothing can run for you. Sign in through the web app first.':
    'Der Anmeldedienst gibt in Abwesenheit keine Auskunft, deshalb kann nichts in eigenem Namen laufen. Bitte zuerst in der Web-App anmelden.',
  'Your sign-in provider cannot be asked about you once this request is over. Sign in through the web app first.':
    'Der Anmeldedienst gibt nach dieser Anfrage keine Auskunft mehr. Bitte zuerst in der Web-App anmelden.',
  'Only its author can do this. You can propose a change, or adopt it as your own.':
    'Das kann nur, wer sie angelegt hat. Möglich ist, eine Änderung vorzuschlagen oder sie als eigene zu übernehmen.',
  'Only an automation that is active can be paused.': 'Nur eine aktive Automatisierung kann pausieren.',
  'Only what an event wakes has a signing secret.': 'Ein Geheimnis zum Signieren hat nur, was ein Ereignis startet.',
  'It waits for you to agree to what it says.': 'Sie wartet auf die Zustimmung zu ihrem Inhalt.',
  'It was written with data that you may not read now, so what it says is locked for you.':
    'Sie entstand aus Daten, die man jetzt nicht lesen darf. Ihr Inhalt ist deshalb gesperrt.',
  'Only an active automation runs: agree to it or resume it first.': 'Nur eine aktive Automatisierung läuft: bitte zuerst zustimmen oder fortsetzen.',
  'You may have {n} automations beside the finished ones. Delete one first.':
    'Neben den abgeschlossenen sind {n} Automatisierungen möglich. Bitte zuerst eine löschen.',
  'A prompt has 1 to {n} characters.': 'Ein Auftrag hat 1 bis {n} Zeichen.',
  'An automation has at most {n} consents.': 'Eine Automatisierung hat höchstens {n} Zustimmungen im Voraus.',
  'A rule needs an interval, such as “every 15 minutes”.': 'Eine Regel braucht einen Abstand, etwa „every 15 minutes“.',
  'A rule names a source and one query of at most {n} characters.': 'Eine Regel nennt eine Quelle und eine Abfrage mit höchstens {n} Zeichen.',
  'A single run needs a time: `at`, or words such as “tomorrow at noon”.': 'Ein einzelner Lauf braucht einen Zeitpunkt, etwa „tomorrow at noon“.',
  'This moment is more than ten years ahead.': 'Dieser Zeitpunkt liegt mehr als zehn Jahre in der Zukunft.',
  'This time is in the past.': 'Dieser Zeitpunkt ist vorbei.',
  'The time must be in the future.': 'Der Zeitpunkt muss in der Zukunft liegen.',
  'A schedule in words has at most {n} characters.': 'Ein Zeitplan in Worten hat höchstens {n} Zeichen.',
  'This phrase has several times; a single run has one, such as “tomorrow at noon”.':
    'Hier stehen mehrere Zeitpunkte; ein einzelner Lauf hat einen, etwa „tomorrow at noon“.',
  'A single run has one time. Create a second automation for the other time.':
    'Ein einzelner Lauf hat einen Zeitpunkt. Für den anderen bitte eine zweite Automatisierung anlegen.',
  'All times of a schedule need the same minutes, such as 9:30 and 17:30. Create a second automation for the other time.':
    'Alle Uhrzeiten eines Zeitplans brauchen dieselben Minuten, etwa 9:30 und 17:30. Für die andere bitte eine zweite Automatisierung anlegen.',
  'The phrase says {count} times a day but names {n}. Example: “twice a day at 9:00 and 17:00”.':
    'Genannt sind {count} Läufe am Tag, aber {n} Uhrzeiten. Beispiel: „twice a day at 9:00 and 17:00“.',
  'Only “every other” and “every 3 weeks” begin on a day.': 'Nur „every other“ und „every 3 weeks“ beginnen an einem Tag.',
  'The days are missing. Example: “every day at 9:00” or “tomorrow at 9:00”.': 'Die Tage fehlen. Beispiel: „every day at 9:00“ oder „tomorrow at 9:00“.',
  'At which {count} times? Such as “twice a day at 9:00 and 17:00”.': 'Zu welchen {count} Uhrzeiten? Etwa „twice a day at 9:00 and 17:00“.',
  'At what time? Such as “{words} at 9:00”.': 'Um wie viel Uhr? Etwa „{words} at 9:00“.',
  'On which day of the week? Such as “every Monday at 9:00”.': 'An welchem Wochentag? Etwa „every Monday at 9:00“.',
  'On which day of the quarter? Such as “on the first day of every quarter at 9:00”.':
    'An welchem Tag des Quartals? Etwa „on the first day of every quarter at 9:00“.',
  'On which day of the month? Such as “on the 1st of every month at 9:00”.': 'An welchem Tag des Monats? Etwa „on the 1st of every month at 9:00“.',
  'On which day of the year? Such as “every year on 1 March at 9:00”.': 'An welchem Tag des Jahres? Etwa „every year on 1 March at 9:00“.',
  'A cron has at most {n} characters.': 'Ein Cron-Ausdruck hat höchstens {n} Zeichen.',
  'A cron has no time zone in its text: name the zone of the schedule instead.':
    'Ein Cron-Ausdruck enthält keine Zeitzone: bitte stattdessen die Zeitzone des Zeitplans angeben.',
  'A cron has five fields: minute, hour, day, month, weekday. This one has {n}.':
    'Ein Cron-Ausdruck hat fünf Felder: Minute, Stunde, Tag, Monat, Wochentag. Dieser hat {n}.',
  'A cycle has 2 to 52 weeks or 2 to 366 days, and a day it begins on.': 'Ein Rhythmus hat 2 bis 52 Wochen oder 2 bis 366 Tage und einen ersten Tag.',
  'A time zone is an IANA name such as Europe/Berlin, America/New_York or UTC.':
    'Eine Zeitzone ist ein IANA-Name wie Europe/Berlin, America/New_York oder UTC.',

  'Agree in your own browser, after signing in there.': 'Bitte im eigenen Browser zustimmen, nach der Anmeldung dort.',
  'Connect an account from your own browser, after signing in there.': 'Bitte ein Konto im eigenen Browser verbinden, nach der Anmeldung dort.',
  'You have started to connect many times. Wait a few minutes.': 'Das Verbinden wurde oft begonnen. Bitte einige Minuten warten.',
  'The server says something else by now. Look again before you agree.':
    'Der Server sagt inzwischen etwas anderes. Bitte vor der Zustimmung noch einmal ansehen.',
  'Link your Slack user in your own browser, after signing in there.': 'Bitte das Slack-Konto im eigenen Browser verknüpfen, nach der Anmeldung dort.',
  'End the link in your own browser, after signing in there.': 'Bitte die Verknüpfung im eigenen Browser beenden, nach der Anmeldung dort.',
  'You are not linked with a Slack user. Mention the agent in Slack and sign in there first.':
    'Es ist kein Slack-Konto verknüpft. Bitte zuerst den Agenten in Slack erwähnen und sich dort anmelden.',

  'What is to be remembered has 1 to {n} characters.': 'Was gemerkt werden soll, hat 1 bis {n} Zeichen.',
  'Your memory holds {n} entries. Delete one first.': 'Es sind schon {n} Einträge gemerkt. Bitte zuerst einen löschen.',
  'This deployment notifies only browsers that have Onbehalf open.': 'Diese Installation benachrichtigt nur Browser, in denen Onbehalf offen ist.',
  "A room's name has 1 to {n} characters.": 'Der Name eines Raums hat 1 bis {n} Zeichen.',
  "Only the room's owner changes who is in it.": 'Wer im Raum ist, ändert nur, wem der Raum gehört.',

  'This needs your signed-in browser session; a token cannot do it.': 'Das geht nur im Browser nach der Anmeldung, nicht mit einem Token.',
  'This answer is shared already.': 'Diese Antwort ist schon freigegeben.',
  'You may not see this answer any more, so you cannot share it.': 'Diese Antwort ist nicht mehr sichtbar und kann deshalb nicht freigegeben werden.',
  'This conversation is in Slack: a file would be open to everybody who comes into the channel. Attach it in another conversation.':
    'Diese Unterhaltung ist in Slack: Eine Datei wäre für alle offen, die in den Kanal kommen. Bitte in einer anderen Unterhaltung anhängen.',
  'You have {n} files in this conversation that are not sent. Send or remove some; what is not sent is deleted after a day.':
    'In dieser Unterhaltung sind {n} Dateien nicht gesendet. Bitte einige senden oder entfernen; nicht Gesendetes wird nach einem Tag gelöscht.',
  'You have {files} files that take {size} MB. Each person can have {most} files and {room} MB here. Delete messages whose files you no longer need, then attach this one again.':
    'Es gibt {files} eigene Dateien mit {size} MB. Möglich sind hier je Person {most} Dateien und {room} MB. Bitte Nachrichten löschen, deren Dateien nicht mehr gebraucht werden, und diese dann erneut anhängen.',
  'A message has at most {n} files. Remove some, or send them with a second message.':
    'Eine Nachricht hat höchstens {n} Dateien. Bitte einige entfernen oder mit einer zweiten Nachricht senden.',
  'A file is no longer here: it was sent or removed, or waited for more than a day. Remove it and attach it again.':
    'Eine Datei ist nicht mehr hier: Sie wurde gesendet oder entfernt oder wartete über einen Tag. Bitte entfernen und erneut anhängen.',
  'The file is empty.': 'Die Datei ist leer.',
  "A file's name has at most {n} characters. Rename the file, then attach it again.":
    'Der Name einer Datei hat höchstens {n} Zeichen. Bitte die Datei umbenennen und erneut anhängen.',
  'The file is a web page. Attach a CSV file, a text, a PDF or an image (PNG, JPEG, GIF, WebP).':
    'Die Datei ist eine Webseite. Möglich sind CSV-Dateien, Texte, PDF und Bilder (PNG, JPEG, GIF, WebP).',
  'This kind of file cannot be attached. Attach a CSV file, a text, a PDF or an image (PNG, JPEG, GIF, WebP).':
    'Diese Art von Datei kann nicht angehängt werden. Möglich sind CSV-Dateien, Texte, PDF und Bilder (PNG, JPEG, GIF, WebP).',
  'A file that ends in .{ending} cannot be attached. Attach a CSV file, a text, a PDF or an image (PNG, JPEG, GIF, WebP).':
    'Eine Datei mit der Endung .{ending} kann nicht angehängt werden. Möglich sind CSV-Dateien, Texte, PDF und Bilder (PNG, JPEG, GIF, WebP).',
  'The image is damaged. Open it and save it again, then attach the new file.':
    'Das Bild ist beschädigt. Bitte öffnen, erneut speichern und die neue Datei anhängen.',

  'The agent is still answering this message. Stop it or wait for the answer, then delete the message.':
    'Der Agent beantwortet diese Nachricht noch. Bitte stoppen oder die Antwort abwarten und die Nachricht dann löschen.',
  'This message put an artifact into the thread. Delete the artifact first; the message of one that others use stays.':
    'Diese Nachricht hat ein Artefakt in den Thread gestellt. Bitte zuerst das Artefakt löschen; benutzen es andere, bleibt die Nachricht.',
  'A message has 1 to {n} characters.': 'Eine Nachricht hat 1 bis {n} Zeichen.',
  'At most {n} people can be in one place.': 'An einem Ort können höchstens {n} Personen sein.',
  "Nobody here has the subject id '{id}'.": 'Niemand hat hier die Kennung „{id}“.',
  'This thread has the members of its room. Ask the room\'s owner to remove you from the room.':
    'Dieser Thread hat die Mitglieder seines Raums. Aus dem Raum entfernt, wem er gehört.',
  'You are the only one in this conversation. Archive it instead.': 'In dieser Unterhaltung ist sonst niemand. Sie kann archiviert werden.',
  'A message names at most {n} people.': 'Eine Nachricht nennt höchstens {n} Personen.',
  'Nobody here is the person that {name} stands for.': 'Niemand ist hier die Person, für die {name} steht.',
  'A title has at most {n} characters.': 'Ein Titel hat höchstens {n} Zeichen.',
  'A title has 1 to {n} characters.': 'Ein Titel hat 1 bis {n} Zeichen.',
  'A reaction is one emoji.': 'Eine Reaktion ist ein einzelnes Emoji.',
  'A message has at most {n} different emoji.': 'Eine Nachricht hat höchstens {n} verschiedene Emojis.',
  'This thread has the members of its room. Change the members of the room.':
    'Dieser Thread hat die Mitglieder seines Raums. Bitte die Mitglieder des Raums ändern.',
  'Only who opened the conversation changes who is in it.': 'Wer dabei ist, ändert nur, wer die Unterhaltung begonnen hat.',
  'This conversation is in Slack, which decides who is in it. Change the members of the channel there.':
    'Diese Unterhaltung ist in Slack, und Slack bestimmt, wer dabei ist. Bitte dort die Mitglieder des Kanals ändern.',
  'You may send {n} messages a minute. Wait a moment.': 'Möglich sind {n} Nachrichten in einer Minute. Bitte kurz warten.',
  '{n} of your questions wait for your yes or no. Answer or stop one of them, then ask again.':
    '{n} eigene Fragen warten auf eine Bestätigung. Bitte eine beantworten oder stoppen und dann erneut fragen.',
  '{n} of your questions are being answered. Ask again when one is done.':
    'Gerade werden {n} eigene Fragen beantwortet. Bitte erneut fragen, sobald eine fertig ist.',
  'The question has other words now. Read it, then ask again.': 'Die Frage lautet inzwischen anders. Bitte lesen und dann erneut fragen.',
  'Your account could not be confirmed at your identity provider.': 'Der Anmeldedienst konnte das Konto nicht bestätigen.',
  'This is not what is waiting for you any more. Please read the card again.': 'Inzwischen wartet etwas anderes. Bitte die Karte erneut lesen.',
  'This was decided already.': 'Das ist schon entschieden.',
  'This card expired before it was answered. Nothing was done: ask again to get a new one.':
    'Diese Karte lief ab, bevor sie beantwortet war. Nichts ist geschehen: Für eine neue bitte erneut fragen.',

  'A space is changed by its writers, and one of the writing groups must stay yours.':
    'Einen Bereich ändert, wer darin schreiben darf, und eine der schreibenden Gruppen muss eine eigene bleiben.',
  'One of the writing groups must be yours, or you could not write in your own space.':
    'Eine der schreibenden Gruppen muss eine eigene sein, sonst ließe sich im eigenen Bereich nicht schreiben.',
  'A page has at most {n} KiB.': 'Eine Seite hat höchstens {n} KiB.',
  "A space's name has 1 to {n} characters.": 'Der Name eines Bereichs hat 1 bis {n} Zeichen.',
  'You can read this space, not write in it.': 'Dieser Bereich kann gelesen, aber nicht beschrieben werden.',
});

export const problem = (sentence: string): string => matched(problems, sentence);
