const movies = [
  "mov,mp4,m4a,3gp,3g2,mj2",
  "mxf,matroska,webm,avi,mpegts,mpeg,mpegvideo,gxf,lxf,dv,asf,flv,nut,ivf,rm,ogg,r3d,yuv4mpegpipe",
  "h264,hevc,vvc,av1,obu,m4v,dirac,dnxhd,vc1,mjpeg",
];
const sound = [
  "wav,w64,aiff,caf,au,mp3,aac,ac3,eac3,flac,dts,dtshd,truehd,mlp,amr,ape,tta,wv",
  "s16le,s24le,s32le,f32le,pcm_s16le",
];
const stills = [
  "image2,gif,apng",
  "bmp,cri,dds,dpx,exr,gem,gif,hdr,j2k,jpeg,jpegls,jpegxl,pam,pbm,pcx,pfm,pgm,pgmyuv,pgx,phm,photocd,pictor,png,ppm,psd,qdraw,qoi,sgi,sunrast,tiff,vbn,webp,xbm,xpm,xwd"
    .split(",")
    .map((kind) => `${kind}_pipe`)
    .join(","),
];

/**
 * Containers whose pictures and sound lie in the file itself, by FFmpeg's names. Others (HLS and DASH playlists, `ffconcat`,
 * IMF, SDP, SVG) name further files or addresses: whoever may write one could have any file read.
 */
export const ownFormats: string = [...movies, ...sound, ...stills].join(",");
