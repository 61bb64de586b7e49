using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
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
