using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Mcp;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Acts;

/// <summary>
/// Law 6 for arguments: a call is a departure when its arguments go into one zone while the context it was written in holds data of
/// another. Then it waits for its person like any side effect, whatever the tool calls itself. The rule is in shared/Tools/README.md.
/// </summary>
internal sealed record Departure(string Target, ImmutableArray<Departure.Origin> Origins)
{
    /// <summary>Null when nothing leaves, or when nothing of another source could leave with it.</summary>
    public static Departure? Of(ITool tool, JsonElement arguments, ImmutableArray<EvidencePiece> context, Zones zones)
    {
        if (arguments.ValueKind != JsonValueKind.Object || tool.Describe(arguments) is not { IsSent: true } intent)
            return null;
        var isOurs = zones.IsCompany(intent.Source);
        ImmutableArray<Origin> origins =
        [
            .. context.SelectMany(piece => piece.Touched
                    .Where(touched => !IsListOfTools(touched) && !zones.AreOne(touched.Source, intent.Source) && (touched.CarriesData || !isOurs))
                    .Select(touched => new Origin(touched.Source, piece.Asker)))
                .Distinct().OrderBy(static origin => origin.Source, StringComparer.Ordinal).ThenBy(static origin => origin.Asker, StringComparer.Ordinal),
        ];
        return origins.IsEmpty ? null : new(intent.Source, origins);
    }

    /// <summary>Part of every prompt, by itself: our own words, and those of servers that their person has agreed to.</summary>
    private static bool IsListOfTools(Touched touched) => touched is { Source: ToolRights.Name, NamesOnly: true, CarriesData: false };

    /// <summary>Target, exact request and origins: what a person says yes to.</summary>
    public string Digest(Subject subject, string tool, JsonElement arguments) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        subject = subject.Id.Value,
        tool,
        target = Target,
        request = arguments.GetRawText(),
        origins = Origins,
    })));

    /// <summary>A source of which something is in the context, and as whom it was learned.</summary>
    internal sealed record Origin(string Source, string Asker);
}
