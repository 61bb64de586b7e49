import '@fontsource-variable/inter/wght.css';
import './style/all.css';
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
