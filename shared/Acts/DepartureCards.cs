using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Acts;

/// <summary>Draws the confirmation card of a departure.</summary>
internal sealed class DepartureCards(PeopleStore people)
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

    /// <summary>Adds the sources whose data may leave to the card of a waiting call.</summary>
    public async Task<ConfirmationCard> AddAsync(Authority authority, ConfirmationCard card, Departure departure, CancellationToken cancellation) =>
        card with { Fields = [.. card.Fields, .. await OriginsAsync(authority, departure, cancellation)] };

    private async Task<ImmutableArray<CardField>> OriginsAsync(Authority authority, Departure departure, CancellationToken cancellation)
    {
        var fields = ImmutableArray.CreateBuilder<CardField>(departure.Origins.Length);
        foreach (var (source, asker) in departure.Origins)
            fields.Add(
                new(
                    "may carry what came from",
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
