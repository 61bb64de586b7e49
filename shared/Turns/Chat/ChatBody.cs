using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>Writes the JSON body of a streamed chat completions request.</summary>
internal sealed class ChatBody(string model, ModelRequest request, ModelOptions options, IReadOnlySet<string> leftOut)
{
    /// <summary><c>false</c> in each request, so that the model's provider stores nothing.</summary>
    public const string Store = "store";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _optional = new(StringComparer.Ordinal);

    /// <summary>The optional fields of the written body. A retry can omit them.</summary>
    public IReadOnlySet<string> Optional => _optional;

    public ReadOnlyMemory<byte> Write()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Relaxed);
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteBoolean("stream", true);
        // A server that refuses this field by name does not store requests.
        if (!options.Added.ContainsKey(Store) && Includes(Store))
            json.WriteBoolean(Store, false);
        foreach (var (name, value) in options.Added.Where(member => member.Key is not (Store or "stream_options") || Includes(member.Key)))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }

        json.WriteStartArray("messages");
        foreach (var message in request.Messages)
            Write(json, message);
        json.WriteEndArray();
        if (!request.Tools.IsEmpty)
            WriteTools(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json, ModelMessage message)
    {
        json.WriteStartObject();
        switch (message)
        {
            case ModelMessage.Instructions instructions:
                WriteText(json, "system", instructions.Text);
                break;
            case ModelMessage.Person { Image: { } image } person:
                WriteImage(json, person.Text, image);
                break;
            case ModelMessage.Person person:
                WriteText(json, "user", person.Text);
                break;
            case ModelMessage.Agent agent:
                WriteText(json, "assistant", agent.Text);
                break;
            case ModelMessage.Calls calls:
                WriteCalls(json, calls);
                break;
            case ModelMessage.Result result:
                WriteText(json, "tool", result.Text);
                json.WriteString("tool_call_id", result.ModelCallId);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string role, string text)
    {
        json.WriteString("role", role);
        json.WriteString("content", text);
    }

    private static void WriteImage(Utf8JsonWriter json, string text, ModelImage image)
    {
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteString("url", $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Content.Span)}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteCalls(Utf8JsonWriter json, ModelMessage.Calls calls)
    {
        json.WriteString("role", "assistant");
        // Several servers refuse a message without this key, and others refuse an empty string.
        if (PassBack.Content(calls.PassBack) is { } content)
            json.WriteString("content", content);
        else if (calls.Text.Length > 0)
            json.WriteString("content", calls.Text);
        else
            json.WriteNull("content");
        WriteBack(json, calls.PassBack);
        json.WriteStartArray("tool_calls");
        foreach (var call in calls.Requested)
        {
            json.WriteStartObject();
            json.WriteString("id", call.ModelCallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Tool);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
            WriteBack(json, call.PassBack);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteBack(Utf8JsonWriter json, string? passBack)
    {
        foreach (var (name, value) in PassBack.Members(passBack).Where(member => Includes(member.Name)))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private void WriteTools(Utf8JsonWriter json)
    {
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            json.WriteRawValue(tool.Parameters);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private bool Includes(string field)
    {
        if (leftOut.Contains(field) || options.LeftOut.Contains(field))
            return false;
        _optional.Add(field);
        return true;
    }
}
