import { notifying, notifyMe } from '../../state/notify';
import { t, type Text } from '../../words/say';
import './notify.css';

const refused: Text = 'This browser does not let Onbehalf notify you. Allow it in the settings of the browser for this site.';

/** The switch for notifications on this device. */
export function NotifySwitch() {
  const now = notifying.value;
  if (now === 'unsupported') return null;
  if (now === 'refused') return <span class="hint">{t(refused)}</span>;
  // The box stays unchanged until the browser's permission prompt is answered.
  const choose = async (box: HTMLInputElement): Promise<void> => {
    const on = box.checked;
    box.checked = now === 'on';
    await notifyMe(on);
    box.checked = notifying.value === 'on';
  };
  return (
    <label class="notify-switch">
      <input type="checkbox" checked={now === 'on'} onChange={(event) => void choose(event.currentTarget)} />
      <span>{t('Notify me on this device')}</span>
    </label>
  );
}
