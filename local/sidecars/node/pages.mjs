// The provider's own pages, without scripts or external content.
import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f5f7, #17181b); color: light-dark(#1c1d21, #eceef2); }
main { width: min(26rem, calc(100vw - 2rem)); background: light-dark(#fff, #222429); border-radius: 12px; padding: 2rem; box-sizing: border-box; box-shadow: 0 1px 4px #0002; }
h1 { font-size: 1.375rem; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; color: light-dark(#55585f, #b3b7c0); }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; display: grid; gap: .25rem; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
.person { display: flex; gap: .75rem; align-items: baseline; padding: .4rem .6rem; border-radius: 8px; }
.person:has(:checked) { background: light-dark(#e8eefc, #2c3a5c); }
.person small { color: light-dark(#55585f, #b3b7c0); }
.field { display: block; font-weight: 600; margin-bottom: 1rem; }
input[type=password] { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem .6rem; margin-top: .25rem; border: 1px solid light-dark(#8a8e97, #70757f); border-radius: 8px; background: transparent; color: inherit; }
button { font: inherit; font-weight: 600; padding: .55rem 1.25rem; border: 0; border-radius: 8px; background: #2456c7; color: #fff; cursor: pointer; }
button.quiet { background: transparent; color: inherit; }
:focus-visible { outline: 3px solid #6f9bff; outline-offset: 2px; }
.refusal { color: light-dark(#a1131d, #ff9aa0); font-weight: 600; }
code { font-size: 1.05em; }
`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

export function sendPage(response, status, title, body) {
  response.writeHead(status, headers);
  response.end(page(title, body));
}

export const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function page(title, body) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body>
</html>`;
}

export function signIn(action, people, chosen, refusal, title) {
  const options = people.map((person, index) => `
<label class="person"><input type="radio" name="name" value="${escape(person.name)}" required${person.name === chosen || (!chosen && index === 0) ? ' checked' : ''}>
<span>${escape(person.displayName)} <small>${escape(person.groups.join(', '))}</small></span></label>`).join('');
  return `<h1>${escape(title)}</h1>
<p>The demo company's people. Everybody's password is <code>onbehalf</code>.</p>
${refusal ? `<p class="refusal" role="alert">${escape(refusal)}</p>` : ''}
<form method="post" action="${escape(action)}">
<fieldset><legend>Who are you?</legend>${options}
</fieldset>
<label class="field">Password<input type="password" name="password" autocomplete="current-password" required autofocus></label>
<button>Sign in</button>
</form>`;
}

export function consent(action, client, scopes) {
  return `<h1>${escape(client)} asks for access</h1>
<p>It wants to act for you with:</p>
<ul>${scopes.map((scope) => `<li><code>${escape(scope)}</code></li>`).join('')}</ul>
<form method="post" action="${escape(action)}">
<button name="answer" value="allow">Allow</button> <button class="quiet" name="answer" value="deny">Do not allow</button>
</form>`;
}

export function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
