using Microsoft.DurableTask.Local.History;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>
/// Carries an event from one orchestrator to another instance. It goes out before the sender's commit, under an id that the receiver
/// recognises: a crash between the two sends it twice and delivers it once.
/// </summary>
internal static class EventSend
{
    public static async Task RunAsync(Engine engine, InstanceRow sender, OrchestratorAction.SendEvent send)
    {
        var request = new Request($"{sender.Id}-{sender.Generation}-{send.Id}", RequestKind.RaiseEvent, send.Name, send.Payload);
        while (true)
        {
            try
            {
                await engine.Lease.ValidAsync(engine.Halted.Token);
                await engine.Inbox.WriteAsync(send.InstanceId, request, engine.Halted.Token);
                return;
            }
            catch (Exception exception) when (Transient.Is(exception, engine.Halted.Token))
            {
                await Task.Delay(Transient.Pause, engine.Halted.Token);
            }
        }
    }
}
