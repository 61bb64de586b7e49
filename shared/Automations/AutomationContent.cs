using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>Everything its author agrees to; what differs in any of it is another content with another <see cref="ContentHash"/>.</summary>
/// <param name="Tools">The only tools its runs may use, so that a run never has more than its author agreed to; empty means those that read.</param>
public sealed record AutomationContent(string Title, string Prompt, Trigger Trigger, ImmutableArray<string> Tools, ImmutableArray<StandingConsent> Consents)
{
    /// <summary>Whose words it has beside its author's: of whom it was adopted, who proposed them, or whom the agent had read when it wrote them. Not what is agreed to, but known of it.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    internal AutomationContent WithWordsOf(IEnumerable<TextAuthor> people, SubjectId author) => this with
    {
        TextAuthors = [.. people.Where(person => person.Subject != author.Value).DistinctBy(static person => person.Subject).OrderBy(static person => person.Subject, StringComparer.Ordinal)],
    };
}
