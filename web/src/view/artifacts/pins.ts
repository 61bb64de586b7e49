/** The two dialogs that pin something: one chunk, because each is small. */
export { PinDialog } from './PinDialog';
export { PinResultDialog } from './PinResultDialog';
