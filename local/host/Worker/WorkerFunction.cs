using System.Text.Json;

namespace Onbehalf.Host.Worker;

/// <summary>A function as the worker announced it: its id and its bindings, each with type, direction and other declared properties.</summary>
internal sealed record WorkerFunction(string Id, string Name, string ScriptFile, string EntryPoint, IReadOnlyList<JsonElement> Bindings)
{
    public string Trigger { get; } =
        Bindings.Select(static binding => binding.GetProperty("type").GetString()!).First(static type => type.EndsWith("Trigger", StringComparison.Ordinal));

    public JsonElement TriggerBinding => Bindings.First(binding => binding.GetProperty("type").GetString() == Trigger);

    public string TriggerName => TriggerBinding.GetProperty("name").GetString()!;

    public IEnumerable<string> DurableClients => Bindings
        .Where(static binding => binding.GetProperty("type").GetString() == "durableClient")
        .Select(static binding => binding.GetProperty("name").GetString()!);

    public static WorkerFunction Read(ReadOnlyMemory<byte> message)
    {
        var fields = Wire.Read(message);
        string Text(int field) => fields[field].Select(Wire.TextOf).FirstOrDefault() ?? "";
        return new(Text(13), Text(4), Text(2), Text(3), [.. fields[10].Select(static raw => JsonDocument.Parse(Wire.TextOf(raw)).RootElement.Clone())]);
    }

    /// <summary>Returns the metadata that the host sends to load the function.</summary>
    public Wire Metadata()
    {
        var metadata = new Wire().Text(1, ".").Text(2, ScriptFile).Text(3, EntryPoint).Text(4, Name).Text(9, "dotnet-isolated").Text(13, Id);
        foreach (var binding in Bindings)
        {
            var direction = binding.GetProperty("direction").GetString()!.Equals("Out", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            var info = new Wire().Text(2, binding.GetProperty("type").GetString()!).Number(3, direction);
            metadata.Message(6, new Wire().Text(1, binding.GetProperty("name").GetString()!).Message(2, info)).Text(10, binding.GetRawText());
        }

        return metadata;
    }
}
