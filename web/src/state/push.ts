import { get, post, removeWith } from '../api/http';
import { go } from './route';

const address = '/api/me/push';

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

/** Subscribes to push if the deployment has keys. The permission was granted before. Idempotent. */
export async function joinPush(): Promise<Pushing> {
  if (!able()) return 'impossible';
  const { publicKey } = await get<{ publicKey?: string }>(address);
  if (!publicKey) return 'impossible';
  const key = bytesOf(publicKey);
  const worker = await navigator.serviceWorker.register('/push.js');
  let subscription = await worker.pushManager.getSubscription();
  // The deployment's key changed since this browser subscribed.
  if (subscription && !isFor(subscription, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await post(address, { endpoint, keys });
  return 'on';
}

/** Unsubscribes here and at the server. If the browser ends a subscription, the server notices at its next push. */
export async function leavePush(): Promise<void> {
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
