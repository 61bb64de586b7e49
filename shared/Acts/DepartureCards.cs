using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Acts;

/// <summary>Draws the confirmation card of a departure, and names the origins of text that leaves its turn.</summary>
internal sealed class DepartureCards(PeopleStore people, ToolCatalog catalog)
{
    /// <summary>Draws the request alone. <see cref="AddAsync"/> adds the sources whose data may leave with it.</summary>
    public static ConfirmationCard Draw(Authority authority, Departure departure, ITool tool, JsonElement arguments)
    {
        var request = arguments
            .EnumerateObject()
            .Select(static argument => new CardField(VisibleText.Show(argument.Name)!, null, VisibleText.Show(Text(argument.Value))));
        return new(
            "Send this to another source",
            VisibleText.Show(departure.Target)!,
            $"{VisibleText.Show(departure.Target)} and whoever can see what it is asked; asked as {VisibleText.Show(authority.Subject.Name)}",
            [.. request],
            [],
            departure.Digest(authority.Subject, tool.Name.Value, arguments));
    }

    /// <summary>
    /// Adds to the card of a waiting call the sources whose data may leave, and, if the call keeps its text for later, the others that it was written
    /// with.
    /// </summary>
    public async Task<ConfirmationCard> AddAsync(
        Authority authority, ConfirmationCard card, Departure? departure, ToolRequest request, CancellationToken cancellation)
    {
        var leaving = departure?.Origins ?? [];
        var kept = catalog.Find(request.Tool) is IKeepsText ? Departure.OriginsOf(request.Evidence).RemoveRange(leaving) : [];
        return card with
        {
            Fields =
            [
                .. card.Fields,
                .. await FieldsAsync(authority, "may carry what came from", leaving, cancellation),
                .. await FieldsAsync(authority, "written with what came from", kept, cancellation),
            ],
        };
    }

    private async Task<ImmutableArray<CardField>> FieldsAsync(
        Authority authority, string name, ImmutableArray<Departure.Origin> origins, CancellationToken cancellation)
    {
        var fields = ImmutableArray.CreateBuilder<CardField>(origins.Length);
        foreach (var (source, asker) in origins)
            fields.Add(
                new(
                    name,
                    null,
                    $"{VisibleText.Show(source == "*" ? "an answer that does not say" : source)}, read as {await NameAsync(authority, asker, cancellation)}"));
        return fields.MoveToImmutable();
    }

    private async Task<string> NameAsync(Authority authority, string asker, CancellationToken cancellation) =>
        asker == authority.Subject.Id.Value ? "you"
        : SubjectId.TryParse(asker, out var id) && await people.FindAsync(id, cancellation) is { } person ? VisibleText.Show(person.Name)!
        : "somebody else";

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

/// <summary>
/// Law 6 for arguments. A call is a departure when its arguments go into one zone while the context of the call contains data of another. It then
/// needs a confirmation like a side effect, whatever its tool declares. The rule is in shared/Tools/README.md.
/// </summary>
internal sealed record Departure(string Target, ImmutableArray<Departure.Origin> Origins)
{
    /// <summary>Returns null when no argument is sent, or when the context holds nothing of another zone.</summary>
    public static Departure? Of(ITool tool, JsonElement arguments, ImmutableArray<EvidencePiece> context, Zones zones)
    {
        if (arguments.ValueKind != JsonValueKind.Object || tool.Describe(arguments) is not { IsSent: true } intent)
            return null;
        var isOurs = zones.IsCompany(intent.Source);
        var origins = OriginsOf(context, touched => !zones.AreOne(touched.Source, intent.Source) && (touched.CarriesData || !isOurs));
        return origins.IsEmpty ? null : new(intent.Source, origins);
    }

    /// <summary>Returns every source with data in the context, of whatever zone.</summary>
    public static ImmutableArray<Origin> OriginsOf(ImmutableArray<EvidencePiece> context) => OriginsOf(context, static touched => touched.CarriesData);

    /// <summary>
    /// The list of tools is part of every prompt. It contains only our own text, and descriptions of servers that the person has agreed to.
    /// </summary>
    public static bool IsListOfTools(Touched touched) => touched is { Source: ToolRights.Name, NamesOnly: true, CarriesData: false };

    /// <summary>The digest that a person confirms: subject, tool, target, exact request and origins.</summary>
    public string Digest(Subject subject, string tool, JsonElement arguments) =>
        Sha256.HexOfJson(new
        {
            subject = subject.Id.Value,
            tool,
            target = Target,
            request = arguments.GetRawText(),
            origins = Origins,
        });

    private static ImmutableArray<Origin> OriginsOf(ImmutableArray<EvidencePiece> context, Func<Touched, bool> counts) =>
    [
        .. context
            .SelectMany(piece =>
                piece.Touched.Where(touched => !IsListOfTools(touched) && counts(touched)).Select(touched => new Origin(touched.Source, piece.Asker)))
            .Distinct().OrderBy(static origin => origin.Source, StringComparer.Ordinal).ThenBy(static origin => origin.Asker, StringComparer.Ordinal),
    ];

    /// <summary>A source with data in the context, and the person as whom it was read.</summary>
    internal sealed record Origin(string Source, string Asker);
}
