/** The dialogs about people: one chunk, because each is small. */
export { NewRoomDialog } from './NewRoomDialog';
export { RoomDialog } from './RoomDialog';
export { ShareDialog } from './ShareDialog';
export { ThreadPeopleDialog } from './ThreadPeopleDialog';
