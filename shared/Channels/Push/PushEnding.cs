using Onbehalf.People;

namespace Onbehalf.Channels.Push;

/// <summary>Removes the push subscriptions of a person whose sessions end.</summary>
internal sealed class PushEnding(PushStore store) : IEndsWithPerson
{
    public string Kind => "push";

    public bool EndsWithSession => true;

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation) => store.RemoveAllAsync(person.Id, cancellation);
}
