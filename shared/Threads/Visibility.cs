using Onbehalf.Delegation;
using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>
/// Decides who may see what the agent said: for display, streams, search, previews, exports and the model's context of later turns.
/// A typed message is open to every member; a reply that rests on nothing private too; any other only to the person it answers.
/// </summary>
public sealed class Visibility(PersonSeal seal)
{
    public Task<VisibleMessage> OfAsync(Authority viewer, ThreadMessage message, CancellationToken cancellation) => throw new NotImplementedException(seal.ToString());
}
