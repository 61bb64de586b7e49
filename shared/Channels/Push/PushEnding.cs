using Onbehalf.People;

namespace Onbehalf.Channels.Push;

/// <summary>A browser that is signed out is not notified.</summary>
internal sealed class PushEnding(PushStore store) : IEndsWithPerson
{
    public string Kind => "push";

    public bool EndsWithSession => true;

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation) => store.RemoveAllAsync(person.Id, cancellation);
}
