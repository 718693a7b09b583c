using System.Reflection;
using System.Runtime.InteropServices;

namespace Dom0Iptables.Archives;

/// <summary>
/// Compresses by libbz2, which the machine's rpm needs too. The bytes that its versions make have been the same since 1.0.0, of 2000.
/// </summary>
/// <remarks>
/// Measured on trees of sources: SharpZipLib 1.4.2 and SharpCompress 0.50.8 take twice libbz2's time, so that two processors would
/// be no quicker by them than one by bzip2. Nobody's archives are read by it: what comes from outside is left to managed code.
/// </remarks>
internal static unsafe partial class Bzip2Library
{
    private const string Library = "bz2";
    private const int Run = 0;
    private const int Finish = 2;
    private const int StreamEnd = 4;
    private const int OutOfMemory = -3;
    private const int BlocksOf100000Bytes = 9;

    // As libbz2 does by itself: when to leave repetitive data to the sorting that is slower and does not mind them.
    private const int DefaultWorkFactor = 30;

    static Bzip2Library() => NativeLibrary.SetDllImportResolver(typeof(Bzip2Library).Assembly, Resolve);

    /// <summary>Whether this machine has the library.</summary>
    public static bool IsThere
    {
        get
        {
            try
            {
                return Version() is not null;
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                return false;
            }
        }
    }

    /// <summary>Compresses one block to a whole stream.</summary>
    /// <param name="block">The block.</param>
    /// <param name="output">Where the stream is put: header, block, end; <see cref="Bzip2RunLengths.LongestCompressed"/> bytes.</param>
    /// <returns>The stream's length.</returns>
    public static int Compress(Bzip2RunLengths block, byte[] output)
    {
        var stream = default(CompressorState);
        Check(CompressInit(&stream, BlocksOf100000Bytes, 0, DefaultWorkFactor));
        try
        {
            const int partLength = 1 << 14;
            var part = stackalloc byte[partLength];
            fixed (byte* start = output)
            {
                stream.Output = start;
                stream.OutputLeft = (uint)output.Length;
                while (block.Expand(new Span<byte>(part, partLength)) is var length and > 0)
                {
                    stream.Input = part;
                    stream.InputLeft = (uint)length;
                    Check(Compress(&stream, Run));
                    if (stream.InputLeft > 0)
                    {
                        throw new InvalidOperationException("libbz2 ended a block early");
                    }
                }

                return Check(Compress(&stream, Finish)) == StreamEnd
                    ? output.Length - (int)stream.OutputLeft
                    : throw new InvalidOperationException("libbz2 wants more room than a block can take");
            }
        }
        finally
        {
            _ = CompressEnd(&stream);
        }
    }

    private static int Check(int result) => result switch
    {
        >= 0 => result,
        OutOfMemory => throw new InsufficientMemoryException("libbz2 got no memory"),
        _ => throw new InvalidOperationException($"libbz2 failed ({result})"),
    };

    // Debian calls it libbz2.so.1.0, everybody else libbz2.so.1.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library && (NativeLibrary.TryLoad("libbz2.so.1.0", out var handle) || NativeLibrary.TryLoad("libbz2.so.1", out handle)) ? handle : 0;

    [LibraryImport(Library, EntryPoint = "BZ2_bzlibVersion")]
    private static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "BZ2_bzCompressInit")]
    private static partial int CompressInit(CompressorState* stream, int blockSize, int verbosity, int workFactor);

    [LibraryImport(Library, EntryPoint = "BZ2_bzCompress")]
    private static partial int Compress(CompressorState* stream, int action);

    [LibraryImport(Library, EntryPoint = "BZ2_bzCompressEnd")]
    private static partial int CompressEnd(CompressorState* stream);

    /// <summary>bz_stream of bzlib.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CompressorState
    {
        public byte* Input;
        public uint InputLeft;
        public uint InputTotalLow;
        public uint InputTotalHigh;
        public byte* Output;
        public uint OutputLeft;
        public uint OutputTotalLow;
        public uint OutputTotalHigh;
        public void* State;
        public void* Allocate;
        public void* Free;
        public void* ForAllocation;
    }
}
