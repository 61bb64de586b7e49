/** The pages of rooms and chats: one chunk, because each is small. */
export { ChatsPage } from './ChatsPage';
export { RoomPage } from './RoomPage';
export { RoomsPage } from './RoomsPage';
