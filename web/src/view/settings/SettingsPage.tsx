import { noticeFailure } from '../../state/notices';
import { notifying, pushing } from '../../state/notify';
import { myself } from '../../state/session';
import { changeSettings, settings } from '../../state/settings';
import { theme, type Theme } from '../../state/theme';
import { count } from '../../text/cells';
import { browserZone } from '../../text/reader';
import { momentOf } from '../../text/time';
import { Keys } from '../HelpDialog';
import { NotifySwitch } from '../inbox/NotifySwitch';
import { PageHead } from '../PageHead';
import { ModelPart } from './ModelPart';
import './settings.css';

const themes: Array<[Theme, string]> = [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']];
const languages = ['en-GB', 'en-US', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'ja-JP'];
const named = new Intl.DisplayNames('en', { type: 'language' });

const change = (part: Parameters<typeof changeSettings>[0]): void => void changeSettings(part).catch(noticeFailure);

/** What one is shown, the same in every browser, and what one should know of the app. */
export function SettingsPage() {
  return (
    <div class="page settings">
      <PageHead title="Settings" />
      <p class="lead">Only you see these settings. They apply in every browser, except notifications, which each browser asks for.</p>
      <You />
      <Shown />
      <section class="group" aria-label="Notifications">
        <h2 class="group-name">Notifications</h2>
        <NotifySwitch />
        <p class="hint">
          {notifying.value === 'unsupported'
            ? 'This browser has no notifications.'
            : pushing.value === 'on'
            ? 'This browser notifies you of your inbox also while Onbehalf is closed, and of new messages while it is open but not in front. A notification names the conversation, or the kind of what waits, never what was said. Muted conversations do not notify.'
            : 'This browser notifies you while Onbehalf is open but not in front. A notification names the conversation, never what was said. Muted conversations do not notify.'}
        </p>
      </section>
      <section class="group" aria-label="Keyboard">
        <h2 class="group-name">Keyboard</h2>
        <Keys />
      </section>
      <ModelPart />
    </div>
  );
}

function You() {
  const me = myself();
  if (!me) return null;
  return (
    <section class="group" aria-label="You">
      <h2 class="group-name">You</h2>
      <dl class="facts wide-facts">
        <div><dt>Name</dt><dd><b>{me.name}</b> <span class="faint">as your organisation’s directory has it; records of what you did carry it</span></dd></div>
        <div><dt>Groups</dt><dd>{me.groups.length ? me.groups.join(', ') : 'none'}</dd></div>
        <div><dt>Your pages</dt><dd><a href="/connections">Connections</a> · <a href="/memory">Memory</a> · <a href="/access">What the agent can see as me</a> · <a href="/audit">Audit</a></dd></div>
        <div><dt>Your data</dt><dd><a href="/api/me/export" download>Download what is kept of you</a> <span class="faint">messages, answers, memory, automations and connections, as JSON Lines</span></dd></div>
      </dl>
    </section>
  );
}

function Shown() {
  const { timeZone = '', language = '' } = settings.value;
  const zones = [...new Set([...(timeZone ? [timeZone] : []), ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  const tags = [...new Set([...(language ? [language] : []), ...languages])];
  return (
    <section class="group" aria-label="Display">
      <h2 class="group-name">Display</h2>
      <div class="field-pair">
        <div>
          <label class="field-label" for="own-zone">Time zone</label>
          <select id="own-zone" class="input" value={timeZone} onChange={(event) => change({ timeZone: event.currentTarget.value })}>
            <option value="">As this browser: {browserZone.replaceAll('_', ' ')}</option>
            {zones.map((one) => <option key={one} value={one}>{one.replaceAll('_', ' ')}</option>)}
          </select>
        </div>
        <div>
          <label class="field-label" for="own-language">Dates and numbers</label>
          <select id="own-language" class="input" value={language} onChange={(event) => change({ language: event.currentTarget.value })}>
            <option value="">As this browser</option>
            {tags.map((one) => <option key={one} value={one}>{named.of(one)}</option>)}
          </select>
        </div>
      </div>
      <p class="hint" role="status">Now it is {momentOf(new Date().toISOString())}; a large number is {count(1234567)}. “Every Monday at 8:00” means this time zone.</p>
      <fieldset class="segmented trigger-kind own-theme">
        <legend class="field-label">Theme</legend>
        {themes.map(([value, label]) => (
          <label key={value}><input type="radio" name="theme" checked={theme.value === value} onChange={() => change({ theme: value })} /><span>{label}</span></label>
        ))}
      </fieldset>
    </section>
  );
}
