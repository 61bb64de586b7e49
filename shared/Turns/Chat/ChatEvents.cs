using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Parses the JSON objects of an answer. The input is Server-Sent Events, with the deviations of real servers. A server that does not stream sends
/// one JSON body. Event data without a JSON object, such as <c>null</c> or a ping, is skipped.
/// </summary>
internal static class ChatEvents
{
    /// <summary>
    /// The maximum number of characters per line. A streamed answer has a line per few words; a non-streamed answer can be one line.
    /// </summary>
    internal const int MostOfLine = 4 * 1024 * 1024;

    /// <summary>The maximum number of characters of one event, or of a non-streamed answer.</summary>
    internal const int MostOfEvent = 4 * 1024 * 1024;

    private const string Data = "data:";

    /// <exception cref="JsonException">An object is malformed JSON.</exception>
    /// <exception cref="InvalidDataException">A line or an event exceeds the limit.</exception>
    public static async IAsyncEnumerable<ChatEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var data = new StringBuilder();
        var body = new StringBuilder();
        var (isError, isStreamed) = (false, false);
        await foreach (var line in BoundedLines.ReadAsync(reader, MostOfLine, cancellation))
        {
            if (line.Length == 0)
            {
                foreach (var read in Parse(data.ToString(), isError))
                    yield return read;
                data.Clear();
                isError = false;
            }
            else if (line.StartsWith(Data, StringComparison.Ordinal))
            {
                data.Append(line.AsSpan(Data.Length)).Append('\n');
                isStreamed = true;
            }
            else if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                isError = line.EndsWith("error", StringComparison.OrdinalIgnoreCase);
            }
            else if (body.Length > 0 || line.AsSpan().TrimStart() is ['{' or '[', ..])
            {
                body.Append(line).Append('\n');
            }

            if (data.Length + body.Length > MostOfEvent)
                throw new InvalidDataException("An event is too long.");
        }

        foreach (var read in Parse(data.ToString(), isError))
            yield return read;
        foreach (var read in Parse(body.ToString(), false))
            yield return read is ChatEvent.Chunk chunk ? chunk with { IsWhole = !isStreamed } : read;
    }

    private static IEnumerable<ChatEvent> Parse(string data, bool isError)
    {
        var text = data.Trim();
        while (text.StartsWith(Data, StringComparison.Ordinal))
            text = text[Data.Length..].Trim();
        if (text.Trim('"').Equals("[DONE]", StringComparison.OrdinalIgnoreCase))
            return [new ChatEvent.Done()];
        if (text is not ['{' or '[', ..])
            return isError && text.Length > 0 ? [new ChatEvent.Chunk(JsonSerializer.SerializeToElement(new { error = "event" }))] : [];
        try
        {
            return
            [
                .. Values(text)
                    .SelectMany(Objects)
                    .Select(value =>
                        (ChatEvent)
                            new ChatEvent.Chunk(isError && value.Member("error") is null ? JsonSerializer.SerializeToElement(new { error = value }) : value)),
            ];
        }
        catch (JsonException) when (text.Contains('\n', StringComparison.Ordinal))
        {
            // Some servers omit the blank line between events.
            return [.. text.Split('\n').SelectMany(line => Parse(line, isError))];
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().Where(static item => item.ValueKind is JsonValueKind.Object)
        : value.ValueKind is JsonValueKind.Object ? [value]
        : [];

    private static List<JsonElement> Values(string text)
    {
        var values = new List<JsonElement>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
            values.Add(JsonElement.ParseValue(ref reader));
        return values;
    }
}

internal abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    internal sealed record Chunk(JsonElement Value) : ChatEvent
    {
        /// <summary>True for an object of a body that is not a stream.</summary>
        public bool IsWhole { get; init; }
    }

    internal sealed record Done : ChatEvent;
}

/// <summary>Reads text line by line, each line once it is complete. A line ends with CR, LF, CR LF, or the end of the stream.</summary>
internal static class BoundedLines
{
    private const int Buffer = 16 * 1024;

    /// <param name="most">The maximum number of characters per line.</param>
    /// <exception cref="InvalidDataException">A line exceeds the limit.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(StreamReader reader, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var buffer = new char[Buffer];
        var isAfterReturn = false;
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            for (var at = 0; at < read;)
            {
                if (isAfterReturn && buffer[at] == '\n')
                    at++;
                isAfterReturn = false;
                var length = buffer.AsSpan(at, read - at).IndexOfAny('\r', '\n');
                line.Append(buffer, at, length < 0 ? read - at : length);
                if (line.Length > most)
                    throw new InvalidDataException("A line is too long.");
                if (length < 0)
                    break;
                isAfterReturn = buffer[at + length] == '\r';
                at += length + 1;
                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0)
            yield return line.ToString();
    }
}
