using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>Everything that the author agrees to. Any difference results in another <see cref="ContentHash"/>.</summary>
/// <param name="Tools">The only tools that its runs may use. Empty means the tools that only read.</param>
public sealed record AutomationContent(string Title, string Prompt, Trigger Trigger, ImmutableArray<string> Tools, ImmutableArray<StandingConsent> Consents)
{
    /// <summary>
    /// The other people whose text is in the content: a previous author, a proposer, or people whose text the agent had read when it wrote it. Not
    /// part of the hash.
    /// </summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    internal AutomationContent WithWordsOf(IEnumerable<TextAuthor> people, SubjectId author) =>
        this with
        {
            TextAuthors =
            [
                .. people
                    .Where(person => person.Subject != author.Value)
                    .DistinctBy(static person => person.Subject)
                    .OrderBy(static person => person.Subject, StringComparer.Ordinal),
            ],
        };
}
