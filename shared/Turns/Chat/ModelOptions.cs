using System.Collections.Frozen;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>The setting <c>MODEL_OPTIONS</c>: a JSON object whose members are added to each request. A <c>null</c> member omits the field.</summary>
internal sealed record ModelOptions(FrozenDictionary<string, string> Added, FrozenSet<string> LeftOut)
{
    private static readonly FrozenSet<string> Ours = new[] { "model", "messages", "tools", "stream", "n", "functions", "function_call" }.ToFrozenSet(
        StringComparer.Ordinal);

    public static ModelOptions None { get; } = Read(null);

    public static ModelOptions Read(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, new() { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new InvalidOperationException("MODEL_OPTIONS must be a JSON object.");
            var members = document.RootElement.EnumerateObject().Select(static member => (member.Name, Value: member.Value.GetRawText())).ToArray();
            foreach (var (name, value) in members)
                Check(name, value);
            return new(
                members
                    .Where(static member => member.Value != "null")
                    .ToFrozenDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal),
                members.Where(static member => member.Value == "null").Select(static member => member.Name).ToFrozenSet(StringComparer.Ordinal));
        }
        catch (JsonException malformed)
        {
            throw new InvalidOperationException("MODEL_OPTIONS must be a JSON object, such as {\"store\":null,\"temperature\":0}.", malformed);
        }
    }

    private static void Check(string name, string value)
    {
        if (Ours.Contains(name))
            throw new InvalidOperationException($"MODEL_OPTIONS cannot set {name}.");
        if (name == "store" && value is not ("false" or "null"))
            throw new InvalidOperationException("MODEL_OPTIONS can set store to false or null only: the model's provider may store nothing.");
    }
}
