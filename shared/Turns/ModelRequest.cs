using OpenAI.Chat;

namespace Onbehalf.Turns;

/// <summary>One request to the model, assembled for one speaker.</summary>
public sealed record ModelRequest(IReadOnlyList<ChatMessage> Messages, ChatCompletionOptions Options);
