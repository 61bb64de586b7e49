import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Conversation } from '../state/conversation';

export const ConversationContext = createContext<Conversation | null>(null);

export function useConversation(): Conversation {
  const conversation = useContext(ConversationContext);
  if (!conversation) throw new Error('There is no thread around this.');
  return conversation;
}
