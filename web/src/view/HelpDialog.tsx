import { Dialog } from './Dialog';
import { t, type Text } from '../words/say';

const keys: Array<[Text, Text]> = [
  ['Ctrl K or ⌘ K', 'Go to a thread, a person or a page'],
  ['/', 'Write a message'],
  ['Enter', 'Send; with Shift a new line'],
  ['Esc', 'Stop the answer that is being given to you'],
  ['J and K', 'Next and previous message, or row of a list'],
  ['↑', 'In an empty composer: insert your last message again'],
  ['[ and ]', 'To the navigation, and back to the page'],
  ['N', 'New thread'],
  ['E', 'Dismiss the selected inbox item'],
  ['Ctrl S or ⌘ S', 'Save the wiki page that is being written'],
  ['Alt and an arrow key', 'Move an item of a list, or a card of a board'],
  ['Ctrl Z or ⌘ Z', 'Undo your last change of an artifact; with Shift, redo it'],
  ['?', 'This list'],
];

export function Keys({ scrolls }: { scrolls?: boolean }) {
  return (
    <dl class="keys" tabIndex={scrolls ? 0 : undefined}>
      {keys.map(([key, does]) => <div key={key}><dt><kbd>{t(key)}</kbd></dt><dd>{t(does)}</dd></div>)}
    </dl>
  );
}

export function HelpDialog() {
  return (
    <Dialog title={t('Keyboard shortcuts')}>
      <Keys scrolls />
    </Dialog>
  );
}
