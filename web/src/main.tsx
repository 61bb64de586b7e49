import '@fontsource-variable/inter/wght.css';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/thread.css';
import './style/messages.css';
import './style/result.css';
import './style/dialog.css';
import './style/pages.css';
import './style/wiki.css';
import './style/automations.css';
import './style/search.css';
import './style/files.css';
import { render } from 'preact';
import { followLinks } from './state/route';
import { lookForDemo, session, whoAmI } from './state/session';
import { App } from './view/App';
import { readTexts } from './words/language';

followLinks();
void readTexts().then(() => render(<App />, document.getElementById('app')!));
void whoAmI().then(() => {
  if (session.value.kind !== 'unavailable') void lookForDemo();
});
