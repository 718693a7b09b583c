using Dom0Iptables.Failures;

namespace Dom0Iptables.Sources;

/// <summary>Tells a write of ours that failed from everything else that can go wrong with streams.</summary>
internal static class Storage
{
    public static async ValueTask WriteAsync(string path, Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(path, exception);
        }
    }

    public static void Write(string path, Action write) => Write(path, () =>
    {
        write();
        return true;
    });

    public static T Write<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(path, exception);
        }
    }

    private static PipelineException Failure(string path, Exception cause) =>
        FetchFailure.Of(
            ExitCode.Storage,
            $"cannot write '{path}': {cause.Message}",
            "make room on that disk or make the folder writable, or point XDG_CACHE_HOME to another folder, and run again",
            cause);
}
