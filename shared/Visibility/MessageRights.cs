using System.Collections.Concurrent;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>
/// Evidence from the files of a message is open to the readers of that message: members of its thread whose membership covers its time. A
/// relation is the message's id.
/// </summary>
internal sealed class MessageRights(ThreadStore threads) : IRights
{
    public const string Name = "messages";

    public string Source => Name;

    public static Touched Files(MessageId message) => new(Name, message.Value, [], [], CarriesData: false);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return Task.FromResult<IHeldRights?>(new Readable(threads, viewer.Subject.Id));
    }

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class Readable(ThreadStore threads, SubjectId viewer) : IHeldRights
    {
        private readonly ConcurrentDictionary<ThreadId, Lazy<Task<Member?>>> _members = new();

        /// <summary>Undecided here; <see cref="CoverAsync"/> decides.</summary>
        public bool Cover(Touched touched, bool isAsker) => false;

        public async ValueTask<bool> CoverAsync(Touched touched, bool isAsker, CancellationToken cancellation) =>
            !touched.Undecided
            && MessageId.TryParse(touched.Relation, out var message)
            && await _members
                .GetOrAdd(message.Thread, thread => new(() => threads.FindMemberAsync(viewer, thread, CancellationToken.None)))
                .Value.WaitAsync(cancellation)
                is { } member
            && member.MayRead(message);
    }
}
