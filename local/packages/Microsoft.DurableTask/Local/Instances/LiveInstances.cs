using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>The instances this process owns.</summary>
internal sealed class LiveInstances
{
    private readonly ConcurrentDictionary<string, LiveInstance> _instances = new(StringComparer.Ordinal);

    public int Count => _instances.Count;

    public ICollection<LiveInstance> All => _instances.Values;

    public bool Contains(string id) => _instances.ContainsKey(id);

    public bool TryGet(string id, [NotNullWhen(true)] out LiveInstance? instance) => _instances.TryGetValue(id, out instance);

    public bool TryAdd(LiveInstance instance) => _instances.TryAdd(instance.Id, instance);

    public void Remove(LiveInstance instance) => _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    public void DropAll()
    {
        foreach (var instance in All)
            instance.Drop();
    }
}
