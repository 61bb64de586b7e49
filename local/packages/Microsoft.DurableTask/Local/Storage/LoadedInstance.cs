using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Storage;

internal sealed record LoadedInstance(InstanceRow Row, IReadOnlyList<HistoryEvent> History, IReadOnlyList<string> Keys);
