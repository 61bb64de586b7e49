using System.ClientModel;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Identity;
using OpenAI.Chat;

namespace Onbehalf.Turns;

/// <summary>
/// Asks the model and listens. The model is a declared processor: it is told nothing but the request, may keep nothing
/// (<c>store=false</c>), and whatever it says is untrusted.
/// </summary>
public sealed class ModelClient(ChatClient? client, AgentLimits limits)
{
    private const int MaxCalls = 64;
    private const int MaxArgumentCharacters = 64 * 1024;

    public bool IsConfigured => client is not null;

    public async Task<ModelAnswer> AskAsync(ModelRequest request, Func<string, ValueTask> onText, CancellationToken cancellation)
    {
        if (client is null)
            return new ModelAnswer.Failed("model-unavailable", "No model is configured. Set OPENAI_BASE_URL or AZURE_OPENAI_ENDPOINT.");

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limits.ModelCall);
        try
        {
            return await ListenAsync(client, request, onText, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ModelAnswer.Failed("model-too-slow", "The model did not answer in time. Please try again.");
        }
        catch (ClientResultException refusal) when (refusal.Status is >= 400 and < 500 and not (408 or 429))
        {
            return new ModelAnswer.Failed("model-refused", $"The model endpoint refused the request (HTTP {refusal.Status}).");
        }
        catch (Exception failure) when (failure is ClientResultException or AuthenticationFailedException or HttpRequestException or IOException or AggregateException)
        {
            return new ModelAnswer.Failed("model-unavailable", "The model cannot be reached right now. Please try again.");
        }
        catch (Exception garbage) when (garbage is JsonException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            return new ModelAnswer.Failed("model-garbled", "The model's answer could not be understood. Please try again.");
        }
    }

    private async Task<ModelAnswer> ListenAsync(ChatClient chat, ModelRequest request, Func<string, ValueTask> onText, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, PartialCall>();
        var finished = false;
        await foreach (var update in chat.CompleteChatStreamingAsync(request.Messages, request.Options, cancellation))
        {
            foreach (var part in update.ContentUpdate)
            {
                if (part.Text is not { Length: > 0 } piece)
                    continue;
                if (text.Length + piece.Length > limits.ReplyCharacters)
                    return new ModelAnswer.Said(text.Append(" […]").ToString(), []);
                text.Append(piece);
                await onText(piece);
            }

            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(piece.Index, out var call))
                    calls[piece.Index] = call = new();
                call.Take(piece);
                if (calls.Count > MaxCalls || call.Arguments.Length > MaxArgumentCharacters)
                    return new ModelAnswer.Failed("model-garbled", "The model asked for more than a turn can carry.");
            }

            finished |= update.FinishReason is not null;
        }

        if (!finished && text.Length == 0 && calls.Count == 0)
            return new ModelAnswer.Failed("model-garbled", "The model gave no answer. Please try again.");
        if (!finished)
            return new ModelAnswer.Failed("model-garbled", "The model's answer was cut off. Please try again.");
        return new ModelAnswer.Said(text.ToString(), [.. calls.Select(static call => call.Value.Whole(call.Key))]);
    }

    private sealed class PartialCall
    {
        private string? _id;
        private string? _tool;

        public StringBuilder Arguments { get; } = new();

        public void Take(StreamingChatToolCallUpdate piece)
        {
            _id ??= piece.ToolCallId;
            _tool ??= piece.FunctionName;
            if (piece.FunctionArgumentsUpdate is { } arguments && !arguments.ToMemory().IsEmpty)
                Arguments.Append(arguments);
        }

        /// <summary>Some endpoints give no ids; each call needs one of its own.</summary>
        public RequestedCall Whole(int index) => new(_id is { Length: > 0 and <= 128 } ? _id : string.Create(CultureInfo.InvariantCulture, $"call_{index}"), _tool is { Length: > 0 and <= 128 } ? _tool : "unnamed", Arguments.ToString());
    }
}
