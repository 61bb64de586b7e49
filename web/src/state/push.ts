import { get, post, removeWith } from '../api/http';
import { go } from './route';

const address = '/api/me/push';
const script = '/push.js';
const ownerKey = 'onbehalf.push-of';

/** The push state of this browser: not available, turned off or on. */
export type Pushing = 'impossible' | 'off' | 'on';

const able = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window;

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

async function known(): Promise<PushSubscription | null> {
  const worker = able() ? await navigator.serviceWorker.getRegistration('/') : undefined;
  return (await worker?.pushManager.getSubscription()) ?? null;
}

const isFor = (subscription: PushSubscription, key: Uint8Array): boolean => {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return own.length === key.length && own.every((one, at) => one === key[at]);
};

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL: (url: string) => string };
}

/** The app's content security policy lets a page register only what a policy of trusted types has passed. */
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('onbehalf-push', {
  createScriptURL: (url) => {
    if (url !== script) throw new TypeError(url);
    return url;
  },
});

function ownerOf(): string | null {
  try {
    return localStorage.getItem(ownerKey);
  } catch {
    return null;
  }
}

function belongTo(person: string | null): void {
  try {
    if (person) localStorage.setItem(ownerKey, person);
    else localStorage.removeItem(ownerKey);
  } catch {
    // Without storage this browser subscribes anew each time.
  }
}

/** Subscribes where the deployment has keys; the browser has been asked for its permission before. Again and again is once. */
export async function joinPush(person: string): Promise<Pushing> {
  if (!able()) return 'impossible';
  const { publicKey } = await get<{ publicKey?: string }>(address);
  if (!publicKey) return 'impossible';
  const key = bytesOf(publicKey);
  await navigator.serviceWorker.register(policy?.createScriptURL(script) ?? script);
  // A browser subscribes only with a worker that is active.
  const worker = await navigator.serviceWorker.ready;
  let subscription = await worker.pushManager.getSubscription();
  // The deployment has another key than when this browser subscribed, or somebody else did and their session ran out: what is theirs ends.
  if (subscription && (ownerOf() !== person || !isFor(subscription, key))) {
    belongTo(null);
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await post(address, { endpoint, keys });
  belongTo(person);
  return 'on';
}

/** Unsubscribes here and at the server. If the browser ends a subscription, the server notices at its next push. */
export async function leavePush(): Promise<void> {
  belongTo(null);
  const subscription = await known().catch(() => null);
  if (!subscription) return;
  await removeWith(address, { endpoint: subscription.endpoint }).catch(() => {});
  await subscription.unsubscribe().catch(() => {});
}

if (able()) {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ go?: string } | null>) => {
    if (data?.go === '/inbox') go('/inbox');
  });
}
